import { useQuery } from '@tanstack/react-query'
import { Await } from '../../ui/Await'
import { Dialog } from '../../ui/Dialog'
import { useT } from '../../ui/messages'
import css from './help.module.css'
import { Doc, DocSearch, hrefOf, type Place } from './Reader'
import { library as libraryQuery } from './shelf'

/** Help over the page that one is on, so that a task in hand stays in hand. */
export function HelpDialog({
  place,
  onGo,
  onClose,
}: {
  readonly place: Place | null
  readonly onGo: (place: Place) => void
  readonly onClose: () => void
}) {
  const t = useT()
  const shelf = useQuery({ ...libraryQuery, enabled: place !== null })
  const page = shelf.data?.pages.find(({ path }) => path === place?.path)
  return (
    <Dialog open={place !== null} onClose={onClose} title={page?.title ?? t('help.title')} wide>
      {place ? (
        <div className={css['dialog']}>
          <Await query={shelf} what={t('help.loading')}>
            {(library) => (
              <>
                <DocSearch library={library} onGo={onGo} />
                <Doc library={library} place={place} onGo={onGo} />
              </>
            )}
          </Await>
          <p className={css['foot']}>
            <a href={hrefOf(place)} target="_blank" rel="noreferrer">
              {t('help.whole')}
            </a>
          </p>
        </div>
      ) : null}
    </Dialog>
  )
}
