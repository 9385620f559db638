import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { verifyNote } from '../../api/note'
import { releaseStatement } from '../../api/queries'
import { sha256OfText } from '../../api/receipt'
import type { Release, ReleaseStatement } from '../../api/shapes'
import { Await } from '../../ui/Await'
import { useT } from '../../ui/messages'
import { SealBox, type SealState, Signed } from '../../ui/SealBox'
import css from './releases.module.css'
import { signedDigest } from './stamps'

/** Green once this browser has found the release's own manifest under a signature that holds. */
function useSeal(release: Release, said: ReleaseStatement): SealState {
  const [state, setState] = useState<SealState>('checking')
  useEffect(() => {
    let here = true
    const check = async () => {
      const [verdict, digest] = await Promise.all([
        verifyNote(said.signature, said.vkey),
        sha256OfText(said.manifest),
      ])
      const signed = verdict.ok ? signedDigest(verdict.text, release.id) : null
      if (here) setState(signed === digest && digest === release.manifest_sha256 ? 'good' : 'bad')
    }
    void check()
    return () => {
      here = false
    }
  }, [release, said])
  return state
}

function Checked({ release, said }: { readonly release: Release; readonly said: ReleaseStatement }) {
  const t = useT()
  const state = useSeal(release, said)
  return (
    <SealBox
      state={state}
      title={t(`releases.seal.${state}`)}
      text={t(state === 'bad' ? 'releases.sealBadAdvice' : 'releases.sealMeans')}
    >
      <div className={css['hash']}>{release.manifest_sha256}</div>
      <Signed name={t('releases.showManifest')} text={JSON.stringify(JSON.parse(said.manifest), null, 2)} />
      <Signed name={t('releases.showSignature')} text={said.signature} />
    </SealBox>
  )
}

/** What was signed about a written release, verified here. */
export function Statement({ projectId, release }: { readonly projectId: string; readonly release: Release }) {
  const t = useT()
  const said = useQuery(releaseStatement(projectId, release.id))
  return (
    <Await query={said} what={t('releases.loadingStatement')}>
      {(value) => <Checked release={release} said={value} />}
    </Await>
  )
}
