import { type MouseEvent, useEffect, useRef, useState } from 'react'
import { Markdown } from '../../ui/Markdown'
import { useT } from '../../ui/messages'
import css from './help.module.css'
import { type Library, resolve, type Section, search } from './library'

/** A place in the documents. */
export interface Place {
  readonly path: string
  /** The section's address; empty for the top of the page. */
  readonly hash: string
}

export type Go = (place: Place) => void

export const hrefOf = ({ path, hash }: Place) => `/help/${path}${hash ? `#${hash}` : ''}`

/** A link into the documents: a real address, so that it can be copied or opened in a tab of its own. */
export function DocLink({
  place,
  onGo,
  current,
  children,
}: {
  readonly place: Place
  readonly onGo: Go
  readonly current?: boolean
  readonly children: React.ReactNode
}) {
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    onGo(place)
  }
  return (
    <a href={hrefOf(place)} onClick={follow} aria-current={current ? 'page' : undefined}>
      {children}
    </a>
  )
}

function Part({
  section,
  path,
  library,
  onGo,
}: {
  readonly section: Section
  readonly path: string
  readonly library: Library
  readonly onGo: Go
}) {
  const Heading = section.level <= 2 ? 'h2' : 'h3'
  return (
    <section>
      {section.id ? (
        <Heading id={section.id} tabIndex={-1}>
          {section.heading}
        </Heading>
      ) : null}
      <Markdown
        text={section.body}
        link={(href, text) => {
          const place = resolve(library, path, href)
          if (place)
            return (
              <DocLink place={place} onGo={onGo}>
                {text}
              </DocLink>
            )
          // What is not part of the app is named, never loaded.
          return /^https?:/.test(href) ? `${text} (${href})` : text
        }}
      />
    </section>
  )
}

/** One document. */
export function Doc({
  library,
  place,
  onGo,
}: {
  readonly library: Library
  readonly place: Place
  readonly onGo: Go
}) {
  const t = useT()
  const box = useRef<HTMLDivElement>(null)
  const { path, hash } = place
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document begins at its top too
  useEffect(() => {
    const target = hash ? box.current?.querySelector<HTMLElement>(`#${CSS.escape(hash)}`) : null
    target?.focus({ preventScroll: true })
    if (target) target.scrollIntoView({ block: 'start' })
    else box.current?.closest('main, [role="dialog"]')?.scrollTo({ top: 0 })
  }, [path, hash])
  const page = library.pages.findIndex((one) => one.path === path)
  const sections = library.sections.filter((one) => one.page === page)
  if (sections.length === 0) return <p role="status">{t('help.missing', { path })}</p>
  return (
    <div className={css['doc']} ref={box} lang="en">
      {sections.map((section, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sections of a fixed text
        <Part key={`${path} ${i}`} section={section} path={path} library={library} onGo={onGo} />
      ))}
    </div>
  )
}

/** A field that searches all documents, with what it found below it. */
export function DocSearch({
  library,
  onGo,
  autoFocus,
}: {
  readonly library: Library
  readonly onGo: Go
  readonly autoFocus?: boolean
}) {
  const t = useT()
  const [query, setQuery] = useState('')
  const hits = query.trim() ? search(library, query) : []
  return (
    <search className={css['search']}>
      <input
        type="search"
        className={css['field']}
        aria-label={t('help.search')}
        placeholder={t('help.search')}
        value={query}
        // biome-ignore lint/a11y/noAutofocus: the field is what the person asked for
        autoFocus={autoFocus}
        onChange={(event) => setQuery(event.target.value)}
      />
      <p className={css['found']} role="status">
        {query.trim() ? t('help.hits', { n: hits.length }) : ''}
      </p>
      <ul className={css['hits']}>
        {hits.map(({ page, section, excerpt }) => (
          <li key={`${page.path} ${section.id} ${section.heading}`}>
            <DocLink
              place={{ path: page.path, hash: section.id }}
              onGo={(place) => {
                setQuery('')
                onGo(place)
              }}
            >
              {section.id ? `${page.title}: ${section.heading}` : page.title}
            </DocLink>
            <p>{excerpt}</p>
          </li>
        ))}
      </ul>
    </search>
  )
}
