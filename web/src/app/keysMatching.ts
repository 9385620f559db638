import { type KeyAction, printed } from '../ui/keys'

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** The actions whose words, area or key hold every word that was typed; all when nothing was. */
export function keysMatching(actions: readonly KeyAction[], asked: string): readonly KeyAction[] {
  const words = fold(asked).split(/\s+/).filter(Boolean)
  if (words.length === 0) return actions
  return actions.filter(({ keys, label, group }) => {
    const text = fold(`${label} ${group ?? ''} ${printed(keys)} ${keys}`)
    return words.every((word) => text.includes(word))
  })
}
