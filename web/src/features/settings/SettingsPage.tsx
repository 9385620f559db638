import { Check } from '../../ui/Field'
import { useT } from '../../ui/messages'
import { Page, Section } from '../../ui/Page'
import { setSingleKeys, useSingleKeys } from '../../ui/preferences'
import { Keys } from './Keys'
import type { KnownKey } from './known'
import { Look } from './Look'

/** A person's own ways: they follow the person to every machine. */
export function SettingsPage({ keys }: { readonly keys: readonly KnownKey[] }) {
  const t = useT()
  const single = useSingleKeys()
  return (
    <Page title={t('settings.title')} lead={t('settings.lead')}>
      <Section title={t('settings.look')}>
        <Look />
      </Section>
      <Section title={t('settings.keys')}>
        <Check
          label={t('account.singleKeys')}
          hint={t('settings.singleHint')}
          checked={single}
          onChange={(event) => setSingleKeys(event.target.checked)}
        />
        <Keys known={keys} />
      </Section>
    </Page>
  )
}
