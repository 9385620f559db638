import { useT } from '../../ui/messages'
import { Page } from '../../ui/Page'

/** What runs here. */
export function AboutPage() {
  const t = useT()
  return <Page title={t('about.title')}>{null}</Page>
}
