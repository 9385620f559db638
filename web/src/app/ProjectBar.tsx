import { Link } from '@tanstack/react-router'
import type { Capability, ProjectDetail } from '../api/shapes'
import { type MessageKey, useT } from '../ui/messages'
import css from './shell.module.css'

/** The rooms of a project in the order in which they are needed; each with the right that opens it and its key. */
export const ROOMS = [
  { to: '/projects/$p', name: 'nav.overview', needs: ['Read'], key: 'o' },
  { to: '/projects/$p/mine', name: 'nav.mine', needs: ['Label'], key: 'w' },
  { to: '/projects/$p/assets', name: 'nav.assets', needs: ['Explore'], key: 'a' },
  { to: '/projects/$p/imports', name: 'nav.imports', needs: ['Import'], key: 'i' },
  { to: '/projects/$p/ontology', name: 'nav.ontology', needs: ['Read'], key: 't' },
  { to: '/projects/$p/policy', name: 'nav.policy', needs: ['Read'], key: 'p' },
  { to: '/projects/$p/members', name: 'nav.members', needs: ['Members'], key: 'm' },
  { to: '/projects/$p/releases', name: 'nav.releases', needs: ['Release', 'Approve'], key: 'r' },
  { to: '/projects/$p/ledger', name: 'nav.ledger', needs: ['Audit'], key: 'l' },
] as const satisfies readonly { to: string; name: MessageKey; needs: readonly Capability[]; key: string }[]

/** The rooms that this person may enter. */
export function roomsFor(project: ProjectDetail): (typeof ROOMS)[number][] {
  return ROOMS.filter((room) => room.needs.some((right) => project.capabilities.includes(right)))
}

export function ProjectBar({ project }: { readonly project: ProjectDetail }) {
  const t = useT()
  return (
    <nav className={css['tabs']} aria-label={t('nav.project')}>
      {roomsFor(project).map((room) => (
        <Link
          key={room.to}
          className={css['tab']}
          to={room.to}
          params={{ p: project.id }}
          activeOptions={{ exact: room.to === '/projects/$p', includeSearch: false }}
          title={`${t(room.name)} (G ${room.key.toUpperCase()})`}
        >
          {t(room.name)}
        </Link>
      ))}
    </nav>
  )
}
