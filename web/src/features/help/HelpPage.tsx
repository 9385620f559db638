import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { type MessageKey, useLanguage, useT } from '../../ui/messages'
import { Page } from '../../ui/Page'
import { begun } from './guide'
import css from './help.module.css'
import type { DocPage, Library } from './library'
import { Doc, DocLink, DocSearch, type Go, type Place } from './Reader'
import { library as libraryQuery } from './shelf'
import { useGuide } from './useGuide'

const GROUPS = ['use', 'manage', 'secure', 'operate', 'develop', 'decisions'] as const

function groupsOf(library: Library): [MessageKey, DocPage[]][] {
  const inside = GROUPS.map((group): [MessageKey, DocPage[]] => [
    `help.group.${group}`,
    library.pages.filter(({ path }) => path.startsWith(`${group}/`)),
  ])
  const top = library.pages.filter(({ path }) => !path.includes('/'))
  return [['help.group.start', top], ...inside]
}

function Contents({
  library,
  place,
  onGo,
}: {
  readonly library: Library
  readonly place: Place
  readonly onGo: Go
}) {
  const t = useT()
  return (
    <nav className={css['contents']} aria-label={t('help.contents')}>
      {groupsOf(library).map(([name, pages]) => (
        <details key={name} open={pages.some(({ path }) => path === place.path) || /start|use/.test(name)}>
          <summary>{t(name)}</summary>
          <ul>
            {pages.map(({ path, title }) => (
              <li key={path}>
                <DocLink place={{ path, hash: '' }} onGo={onGo} current={path === place.path}>
                  {title}
                </DocLink>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </nav>
  )
}

/** The documents of this version: all of them, searched without leaving the machine. */
export function HelpPage({ place }: { readonly place: Place }) {
  const t = useT()
  const language = useLanguage()
  const navigate = useNavigate()
  const shelf = useQuery(libraryQuery)
  const { guide, change } = useGuide()
  const go: Go = ({ path, hash }) =>
    void navigate({ to: '/help/$', params: { _splat: path }, ...(hash ? { hash } : {}) })
  const title = shelf.data?.pages.find(({ path }) => path === place.path)?.title ?? t('help.title')
  const start = () => {
    change(begun(guide))
    void navigate({ to: '/' })
  }
  return (
    <Page
      title={title}
      lead={language === 'en' ? t('help.lead') : t('help.english')}
      action={
        <>
          <Link to="/help/speed">{t('speed.title')}</Link>
          {guide.state === 'running' ? null : <Button onClick={start}>{t('guide.start')}</Button>}
        </>
      }
    >
      <Await query={shelf} what={t('help.loading')}>
        {(library) => (
          <div className={css['columns']}>
            <div>
              <DocSearch library={library} onGo={go} />
              <Contents library={library} place={place} onGo={go} />
            </div>
            <Doc library={library} place={place} onGo={go} />
          </div>
        )}
      </Await>
    </Page>
  )
}
