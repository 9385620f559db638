import type { AssetRow } from '../../api/shapes'
import type { MessageKey, Translate } from '../../ui/messages'
import type { Tone } from '../../ui/Tag'

/** Where an asset stands, as one mark: its state, or its step and status while it is active. */
export function standing(
  t: Translate,
  row: Pick<AssetRow, 'state' | 'step' | 'status'>,
): { words: string; tone: Tone } {
  if (row.state === 'completed') return { words: t('assetState.completed'), tone: 'ok' }
  if (row.state === 'broken') return { words: t('assetState.broken'), tone: 'refuse' }
  if (row.state === 'excluded') return { words: t('assetState.excluded'), tone: 'plain' }
  if (!row.step || !row.status) return { words: t('assetState.active'), tone: 'plain' }
  const words = `${t(`step.${row.step}`)} · ${t(`status.${row.status}` as MessageKey)}`
  return { words, tone: row.status === 'redo' ? 'wait' : row.status === 'doing' ? 'accent' : 'plain' }
}

/** `1024 × 768`, with the number of pages where there are several. */
export function size(t: Translate, row: Pick<AssetRow, 'width' | 'height' | 'pages'>): string {
  const pixels = `${row.width} × ${row.height}`
  return row.pages > 1 ? `${pixels} · ${t('assets.pages', { n: row.pages })}` : pixels
}
