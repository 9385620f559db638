import { Link } from '@tanstack/react-router'
import { Settings } from 'lucide-react'
import type { Capability, ProjectDetail } from '../api/shapes'
import { printed } from '../ui/keys'
import { type MessageKey, useT } from '../ui/messages'
import css from './shell.module.css'

/** The rooms of a project in the order in which they are needed; each with the right that opens it and its key. */
export const ROOMS = [
  { to: '/projects/$p', name: 'nav.overview', needs: ['Read'], key: 'o' },
  { to: '/projects/$p/mine', name: 'nav.mine', needs: ['Label'], key: 'w' },
  { to: '/projects/$p/questions', name: 'nav.questions', needs: ['Work'], key: 'q' },
  { to: '/projects/$p/assets', name: 'nav.assets', needs: ['Explore'], key: 'a' },
  { to: '/projects/$p/aside', name: 'nav.aside', needs: ['Manage'], key: 'x' },
  { to: '/projects/$p/imports', name: 'nav.imports', needs: ['Import'], key: 'i' },
  { to: '/projects/$p/ontology', name: 'nav.ontology', needs: ['Read'], key: 't' },
  { to: '/projects/$p/policy', name: 'nav.policy', needs: ['Read'], key: 'p' },
  { to: '/projects/$p/members', name: 'nav.members', needs: ['Members'], key: 'm' },
  { to: '/projects/$p/releases', name: 'nav.releases', needs: ['Release', 'Approve'], key: 'r' },
  { to: '/projects/$p/ledger', name: 'nav.ledger', needs: ['Audit'], key: 'l' },
  { to: '/projects/$p/settings', name: 'office.settings', needs: ['Manage'], key: 'e' },
] as const satisfies readonly { to: string; name: MessageKey; needs: readonly Capability[]; key: string }[]

type Room = (typeof ROOMS)[number]

/** The rooms that this person may enter. */
export function roomsFor(project: ProjectDetail): Room[] {
  return ROOMS.filter((room) => room.needs.some((right) => project.capabilities.includes(right)))
}

/** The word of a tab: a count where something waits, a sign where the word would take the room of the others. */
function Tab({ project, room }: { readonly project: ProjectDetail; readonly room: Room }) {
  const t = useT()
  if (room.to === '/projects/$p/settings')
    return <Settings size={16} strokeWidth={1.5} aria-label={t(room.name)} role="img" />
  const waiting = room.to === '/projects/$p/questions' ? project.questions : 0
  return (
    <>
      {t(room.name)}
      {waiting ? (
        <span className={css['waiting']} title={t('nav.waiting', { n: waiting })}>
          <span aria-hidden>{waiting}</span>
          <span className={css['unseen']}> {t('nav.waiting', { n: waiting })}</span>
        </span>
      ) : null}
    </>
  )
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
          title={`${t(room.name)} (${printed(`g ${room.key}`)})`}
        >
          <Tab project={project} room={room} />
        </Link>
      ))}
    </nav>
  )
}
