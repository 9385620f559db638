import type { PolicyIn } from '../../api/shapes'
import type { MessageKey, Translate } from '../../ui/messages'
import { NOTE_FIELDS } from './draft'

/** One setting of a policy in words, for summaries and comparisons. */
export function valueWords(t: Translate, policy: PolicyIn, field: keyof PolicyIn): string {
  switch (field) {
    case 'exposure':
      return t(`exposure.${policy.exposure}`)
    case 'delivery':
      return t(`delivery.${policy.delivery}`)
    case 'inference':
      return (
        policy.inference.map((path) => t(`inference.${path}` as MessageKey)).join(', ') ||
        t('policy.noModels')
      )
    case 'approvals':
      return String(policy.approvals)
    case 'thumbnails':
      return t(policy.thumbnails ? 'ui.yes' : 'ui.no')
    case 'note':
      return policy.note ? NOTE_FIELDS.map((name) => policy.note?.[name]).join(' · ') : t('policy.noNote')
    case 'second_person':
      return policy.second_person ?? t('ui.none')
  }
}
