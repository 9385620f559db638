import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { mine } from '../../api/queries'
import type { MineRow, Verdict } from '../../api/shapes'
import { Await } from '../../ui/Await'
import { Button, ButtonLink } from '../../ui/Button'
import { Empty } from '../../ui/Feedback'
import layout from '../../ui/layout.module.css'
import { type Translate, useT } from '../../ui/messages'
import { Page } from '../../ui/Page'
import { Tag, type Tone } from '../../ui/Tag'
import { ago, exact } from '../../ui/time'

const tones: Readonly<Record<Verdict, Tone>> = { accept: 'ok', fix: 'accent', return: 'wait' }

/** What a review said of the objects, in words. */
export function countWords(counts: MineRow['counts'], t: Translate): string {
  if (!counts) return ''
  const kinds = ['accept', 'fix', 'reject'] as const
  return kinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => t(`mine.count.${kind}`, { n: counts[kind] }))
    .join(', ')
}

export function VerdictTag({ verdict }: { readonly verdict: Verdict | null }) {
  const t = useT()
  return (
    <Tag tone={verdict ? tones[verdict] : 'plain'}>
      {t(verdict ? `mine.verdict.${verdict}` : 'mine.waits')}
    </Tag>
  )
}

/** What one submitted, the newest first, with what became of it. */
export function MinePage({ projectId }: { readonly projectId: string }) {
  const t = useT()
  const list = useInfiniteQuery(mine(projectId))
  const next = (
    <ButtonLink to="/projects/$p/label" params={{ p: projectId }}>
      {t('mine.go')}
    </ButtonLink>
  )
  return (
    <Page title={t('mine.title')} lead={t('mine.lead')} action={next}>
      <Await query={list} what={t('mine.loading')}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items)
          if (rows.length === 0) return <Empty title={t('mine.none')}>{t('mine.none.text')}</Empty>
          return (
            <div className={layout['stack']}>
              <table className={layout['table']}>
                <thead>
                  <tr>
                    <th scope="col">{t('mine.picture')}</th>
                    <th scope="col">{t('mine.submitted')}</th>
                    <th scope="col">{t('mine.result')}</th>
                    <th scope="col">{t('mine.objects')}</th>
                    <th scope="col">{t('mine.remarks')}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.version.id}>
                      <th scope="row">
                        <Link to="/projects/$p/mine/$v" params={{ p: projectId, v: row.version.id }}>
                          {row.asset_name}
                        </Link>{' '}
                        <span className={layout['dim']}>{t('mine.version', { n: row.version.n })}</span>
                      </th>
                      <td title={exact(row.at)}>{ago(row.at)}</td>
                      <td>
                        <VerdictTag verdict={row.verdict} />
                      </td>
                      <td>
                        {row.objects} <span className={layout['dim']}>{countWords(row.counts, t)}</span>
                      </td>
                      <td>{row.remarks ? t('mine.remarksOf', { n: row.remarks, open: row.open }) : ''}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {list.hasNextPage ? (
                <div>
                  <Button onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
                    {t('mine.more')}
                  </Button>
                </div>
              ) : null}
            </div>
          )
        }}
      </Await>
    </Page>
  )
}
