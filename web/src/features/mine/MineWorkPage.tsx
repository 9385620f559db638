import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { mineWork, ontologyVersion } from '../../api/queries'
import type { Issue, MineWork, OntologyVersion } from '../../api/shapes'
import { aspectsOf, differencesOf, otherDifferences } from '../../canvas/differences'
import { completed, type PageRef } from '../../canvas/label'
import { type DrawnDifference, differenceLooks } from '../../canvas/render/differences'
import { styleOf } from '../../canvas/render/style'
import { foundOf } from '../../canvas/spots'
import { Sketch, stylesOf } from '../../surfaces/raster'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { Crumb, Page, Section } from '../../ui/Page'
import { exact } from '../../ui/time'
import { VerdictTag } from './MinePage'
import css from './mine.module.css'

interface Props {
  readonly projectId: string
  readonly versionId: string
}

/** One's own version, and what a reviewer changed in it and said of it. */
export function MineWorkPage({ projectId, versionId }: Props) {
  const t = useT()
  const work = useQuery(mineWork(projectId, versionId))
  const version = work.data?.ontology_version
  const ontology = useQuery({
    ...ontologyVersion(projectId, version ?? ''),
    enabled: version !== undefined,
  })
  const name = work.data?.asset_name ?? t('mine.title')
  const heading = (
    <>
      <Crumb>
        <Link to="/projects/$p/mine" params={{ p: projectId }}>
          {t('mine.title')}
        </Link>
      </Crumb>
      {name}
    </>
  )
  return (
    <Page title={name} heading={heading}>
      <Await query={work} what={t('mine.loading')}>
        {(mine) => (
          <Await query={ontology} what={t('mine.loading')}>
            {(known) => <Shown mine={mine} ontology={known} />}
          </Await>
        )}
      </Await>
    </Page>
  )
}

const pageOf = ({ before, after }: DrawnDifference): PageRef | null => {
  const object = after ?? before
  return object ? { part: object.part, page: object.page } : null
}

function Shown({ mine, ontology }: { readonly mine: MineWork; readonly ontology: OntologyVersion }) {
  const t = useT()
  const styles = useMemo(() => stylesOf(ontology.body), [ontology])
  const before = useMemo(() => completed(mine.label), [mine])
  const after = useMemo(() => completed(mine.result ?? mine.label), [mine])
  const items = useMemo(() => differencesOf(before, after), [before, after])
  const others = useMemo(() => otherDifferences(before, after), [before, after])
  const [active, setActive] = useState<DrawnDifference | null>(null)
  const [remark, setRemark] = useState<Issue | null>(null)
  const first = mine.parts[0]
  const start = useMemo(() => ({ part: first?.id ?? '', page: 0 }), [first])
  const pages = useMemo(
    () =>
      mine.parts.flatMap(({ id, pages }) => Array.from({ length: pages }, (_, page) => ({ part: id, page }))),
    [mine],
  )
  const found = useMemo(
    () =>
      remark &&
      foundOf(
        remark,
        before.objects.find(({ id }) => id === remark.object),
        pages,
        start,
      ),
    [remark, before, pages, start],
  )
  const page = found?.page ?? (active && pageOf(active)) ?? start
  const pins = useMemo(
    () =>
      remark && found?.place
        ? [
            {
              at: found.place,
              mark: String(mine.issues.indexOf(remark) + 1),
              active: true,
            },
          ]
        : [],
    [found, mine, remark],
  )
  const part = mine.parts.find(({ id }) => id === page.part) ?? first
  const size = useMemo(() => ({ width: part?.width ?? 1, height: part?.height ?? 1 }), [part])
  const layer = useMemo(
    () => ({ items, active: active?.id ?? null, sides: 'both' as const }),
    [items, active],
  )
  const step = () => {
    const at = items.findIndex(({ id }) => id === active?.id)
    setRemark(null)
    setActive(items[(at + 1) % Math.max(1, items.length)] ?? null)
  }
  useKeys([{ keys: 'n', label: t('workbench.compare.next'), run: step }])
  const { review } = mine
  return (
    <div className={css['shown']}>
      <div>
        <Sketch
          label={after}
          page={page}
          size={size}
          styles={styles}
          differences={layer}
          pins={pins}
          name={t('mine.sketch')}
        />
        <p className={css['note']}>{t('mine.noPicture')}</p>
      </div>
      <div>
        <p className={css['result']}>
          <VerdictTag verdict={review?.verdict ?? null} />
          {review ? t('mine.by', { name: review.by.name, time: exact(review.at) }) : t('mine.waits.text')}
        </p>
        <Section
          title={t('mine.changes', { n: items.length })}
          side={
            items.length > 0 ? (
              <Button keys="n" onClick={step}>
                {t('workbench.compare.next')}
              </Button>
            ) : undefined
          }
        >
          {items.length === 0 ? <p className={css['note']}>{t('mine.unchanged')}</p> : null}
          {others > 0 ? <p>{t('workbench.compare.others', { n: others })}</p> : null}
          <ol className={css['list']}>
            {items.map((item) => {
              const object = item.after ?? item.before
              const { color, sign } = differenceLooks[item.kind]
              const words = aspectsOf(item).map((one) => t(`workbench.compare.aspect.${one}`))
              return (
                <li key={item.id}>
                  <button
                    type="button"
                    className={css['item']}
                    aria-current={item.id === active?.id}
                    onClick={() => {
                      setRemark(null)
                      setActive(item)
                    }}
                  >
                    <span className={css['sign']} style={{ background: color }} aria-hidden>
                      {sign}
                    </span>
                    {object ? styleOf(styles, object).label : ''}{' '}
                    <span className={css['note']}>
                      {[t(`workbench.compare.${item.kind}`), ...words].join(': ')}
                    </span>
                  </button>
                </li>
              )
            })}
          </ol>
        </Section>
        <Section title={t('mine.remarks')}>
          {mine.issues.length === 0 ? <p className={css['note']}>{t('mine.noRemarks')}</p> : null}
          <ol className={css['list']}>
            {mine.issues.map((issue, i) => {
              const object = before.objects.find(({ id }) => id === issue.object)
              const done = issue.status === 'answered'
              return (
                <li key={issue.id} className={css['remark']}>
                  <Button
                    kind="quiet"
                    aria-label={t('workbench.issue.go', { n: i + 1 })}
                    aria-pressed={issue === remark}
                    onClick={() => setRemark(issue)}
                  >
                    {i + 1}
                  </Button>{' '}
                  <strong>{object ? styleOf(styles, object).label : t('workbench.issue.whole')}</strong>{' '}
                  <span className={css['note']}>
                    {t(done ? 'workbench.issue.status.done' : `workbench.issue.status.${issue.status}`)}
                  </span>
                  {issue.comments.map((comment) => (
                    <p key={`${comment.at}${comment.text}`}>
                      {comment.by.name}: {comment.text}
                    </p>
                  ))}
                </li>
              )
            })}
          </ol>
        </Section>
      </div>
    </div>
  )
}
