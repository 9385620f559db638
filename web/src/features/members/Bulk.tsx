import { useState } from 'react'
import { call } from '../../api/client'
import type { BulkVerdict, BulkVerdicts, Role } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Notice, ProblemNote } from '../../ui/Feedback'
import { Select, TextArea } from '../../ui/Field'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { Tag, type Tone } from '../../ui/Tag'
import css from './members.module.css'
import { MOST_ROWS, type Pasted, type PastedRow, readPaste } from './paste'

interface Props {
  readonly projectId: string
  readonly roles: readonly Role[]
  readonly onClose: () => void
}

const TONES: Readonly<Record<BulkVerdict, Tone>> = {
  would_add: 'ok',
  added: 'ok',
  member_already: 'plain',
  twice: 'plain',
  no_account: 'refuse',
  not_allowed: 'refuse',
}

function Verdicts({ pasted, verdicts }: { readonly pasted: Pasted; readonly verdicts: BulkVerdicts | null }) {
  const t = useT()
  return (
    <div className={css['verdicts']}>
      <table className={layout['table']}>
        <thead>
          <tr>
            <th>{t('members.line')}</th>
            <th>{t('signIn.email')}</th>
            <th>{t('members.role')}</th>
            <th>{t('members.verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {pasted.rows.map((row, i) => {
            const said = verdicts?.items[i]
            return (
              <tr key={row.line}>
                <td>{row.line}</td>
                <th scope="row">{row.email}</th>
                <td>
                  {t(`role.${row.role}`)} {row.release_approver ? `· ${t('members.approves')}` : null}
                </td>
                <td>
                  {said ? <Tag tone={TONES[said.verdict]}>{t(`members.verdict.${said.verdict}`)}</Tag> : null}
                  {said?.detail ? <div className={layout['note']}>{said.detail}</div> : null}
                </td>
              </tr>
            )
          })}
          {pasted.faults.map((fault) => (
            <tr key={fault.line}>
              <td>{fault.line}</td>
              <th scope="row">{fault.text}</th>
              <td />
              <td>
                <Tag tone="refuse">{t(`members.fault.${fault.why}`)}</Tag>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const bodyOf = (rows: readonly PastedRow[], dry: boolean) => ({
  rows: rows.map(({ line: _, ...row }) => row),
  dry_run: dry,
})

/** Many members at once: paste, see what would come of each row, then add those that can be. */
export function Bulk({ projectId, roles, onClose }: Props) {
  const t = useT()
  const [text, setText] = useState('')
  const [usual, setUsual] = useState<Role>('labeler')
  const [verdicts, setVerdicts] = useState<BulkVerdicts | null>(null)
  const send = useAct(
    (dry: boolean) =>
      call<BulkVerdicts>(`/projects/${projectId}/members/bulk`, {
        method: 'POST',
        body: bodyOf(pasted.rows, dry),
      }),
    [['project', projectId, 'members']],
  )
  const pasted = readPaste(text, usual)
  const count = (verdict: BulkVerdict) => verdicts?.items.filter((one) => one.verdict === verdict).length ?? 0
  const tooMany = pasted.rows.length > MOST_ROWS
  const run = async (dry: boolean) => setVerdicts(await send.run(dry))
  const addable = count('would_add')
  return (
    <Dialog open onClose={onClose} title={t('members.bulk')} wide>
      <div className={layout['stack']}>
        {send.problem ? <ProblemNote problem={send.problem} /> : null}
        <TextArea
          label={t('members.paste')}
          hint={t('members.pasteHint')}
          rows={5}
          value={text}
          placeholder={'leo@example.org\nrosa@example.org, reviewer'}
          onChange={(event) => {
            setText(event.target.value)
            setVerdicts(null)
          }}
          autoFocus
        />
        <Select
          label={t('members.usualRole')}
          value={usual}
          onChange={(event) => {
            setUsual(event.target.value as Role)
            setVerdicts(null)
          }}
        >
          {roles.map((role) => (
            <option key={role} value={role}>
              {t(`role.${role}`)}
            </option>
          ))}
        </Select>
        {tooMany ? <Notice tone="wait">{t('members.tooMany', { n: MOST_ROWS })}</Notice> : null}
        {count('added') ? <Notice>{t('members.addedMany', { n: count('added') })}</Notice> : null}
        {pasted.rows.length + pasted.faults.length ? <Verdicts pasted={pasted} verdicts={verdicts} /> : null}
        <div className={layout['row']}>
          {addable ? (
            <Button kind="primary" disabled={send.busy} onClick={() => void run(false)}>
              {t('members.addMany', { n: addable })}
            </Button>
          ) : (
            <Button
              kind="primary"
              disabled={send.busy || tooMany || pasted.rows.length === 0}
              onClick={() => void run(true)}
            >
              {t('members.check')}
            </Button>
          )}
          <Button onClick={onClose} keys="Escape">
            {t('ui.close')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
