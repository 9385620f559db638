import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { whenFactorAgain } from '../api/client'
import { factors, type ProofKind } from '../api/factors'
import { ProofForm } from '../features/session/ProofForm'
import { Await } from '../ui/Await'
import { Dialog } from '../ui/Dialog'
import layout from '../ui/layout.module.css'
import { useT } from '../ui/messages'

/** Asks for the second factor when an action wants it anew; the action then goes on by itself. */
export function StepUp() {
  const t = useT()
  const [open, setOpen] = useState(false)
  const waiting = useRef<((shown: boolean) => void)[]>([])
  useEffect(
    () =>
      whenFactorAgain(
        () =>
          new Promise((resolve) => {
            waiting.current.push(resolve)
            setOpen(true)
          }),
      ),
    [],
  )
  const close = (shown: boolean) => {
    setOpen(false)
    for (const resolve of waiting.current.splice(0)) resolve(shown)
  }
  const known = useQuery({ ...factors, enabled: open })
  return (
    <Dialog open={open} onClose={() => close(false)} title={t('factor.againTitle')}>
      <div className={layout['stack']}>
        <p>{t('factor.againText')}</p>
        <Await query={known} what={t('factor.loading')}>
          {({ items, codes_left }) => {
            const kinds: ProofKind[] = [...new Set(items.map((each) => each.kind))]
            return (
              <ProofForm
                place="/me/factors/show"
                kinds={codes_left ? [...kinds, 'code'] : kinds}
                onDone={() => close(true)}
              />
            )
          }}
        </Await>
      </div>
    </Dialog>
  )
}
