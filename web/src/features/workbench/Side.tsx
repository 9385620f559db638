import type { RefObject } from 'react'
import type { Issue } from '../../api/shapes'
import type { LabelObject } from '../../canvas/label'
import type { Styles } from '../../canvas/render/style'
import type { SurfaceHandle } from '../../surfaces/raster'
import { useT } from '../../ui/messages'
import type { Open } from './BenchDialogs'
import { ComparePanel } from './Compare'
import { Issues } from './Issues'
import { Objects } from './Objects'
import { ObjectVerdicts } from './ObjectVerdicts'
import type { Kind } from './routes'
import { Selected, WholePicture } from './Selected'
import { SendBack } from './SendBack'
import { SightPanel } from './SightPanel'
import type { Session } from './session'
import type { SightStore } from './sight'
import type { useCompare } from './useCompare'
import { useEngine } from './useEngine'
import type { Finish } from './useFinish'
import type { usePages } from './usePages'
import type { Remarks } from './useRemarks'
import type { useReviewing } from './useReviewing'
import type { useShaping } from './useShaping'
import type { useSight } from './useSight'
import type { Verdicts } from './useVerdicts'
import type { Ready } from './useWork'
import css from './workbench.module.css'

interface Props {
  readonly session: Session
  readonly kind: Kind
  readonly ready: Ready
  readonly issues: readonly Issue[]
  readonly styles: Styles
  readonly shape: ReturnType<typeof useShaping>
  readonly remarks: Remarks
  readonly compare: ReturnType<typeof useCompare>
  readonly verdicts: Verdicts
  readonly reviewing: ReturnType<typeof useReviewing>
  readonly finish: Finish
  readonly pages: ReturnType<typeof usePages>
  /** Where an object lies that is not on the page on the screen. */
  readonly whereOf: (object: LabelObject) => string
  readonly sight: SightStore
  readonly sightActs: ReturnType<typeof useSight>['acts']
  /** Put away it keeps what was begun in it. */
  readonly shown: boolean
  readonly surface: RefObject<SurfaceHandle | null>
  readonly onDuplicate: () => void
  readonly onIssue: (changed: Issue) => void
  readonly onOpen: (what: Open) => void
}

/** What stands beside the picture: the way of looking, remarks, differences, questions, objects and answers. */
export function Side({
  session,
  kind,
  ready,
  issues,
  styles,
  shape,
  remarks,
  compare,
  verdicts,
  reviewing,
  finish,
  pages,
  whereOf,
  sight,
  sightActs,
  shown,
  surface,
  onDuplicate,
  onIssue,
  onOpen,
}: Props) {
  const t = useT()
  const { engine } = session
  const { vocabulary, projectId } = ready
  const { readOnly } = useEngine(engine)
  return (
    <aside className={css['side']} hidden={!shown} aria-label={t('workbench.objects')}>
      <SightPanel sight={sight} acts={sightActs} />
      {remarks.on ? (
        <SendBack
          remarks={remarks}
          busy={finish.busy}
          changed={finish.changed()}
          onSend={finish.sendBack}
          onAccept={finish.submit}
          onLeave={() => surface.current?.focus()}
        />
      ) : null}
      {compare.mode === 'off' ? null : (
        <ComparePanel
          compare={compare}
          vocabulary={vocabulary}
          onGo={reviewing.goTo}
          onStep={(by) => reviewing.step(by)}
        />
      )}
      <Issues
        projectId={projectId}
        issues={issues}
        active={reviewing.remark}
        what={reviewing.what}
        onGo={reviewing.goToIssue}
        onChange={onIssue}
      />
      {kind === 'review' ? (
        <ObjectVerdicts
          marks={verdicts.marks}
          objects={engine.getCalm().scene.size}
          disabled={readOnly}
          onAccept={reviewing.acts.acceptObject}
          onReject={reviewing.acts.rejectObject}
        />
      ) : null}
      <Objects
        engine={engine}
        vocabulary={vocabulary}
        styles={styles}
        issues={issues}
        marks={reviewing.marks}
        whereOf={whereOf}
        onReveal={pages.reveal}
        onSearch={() => onOpen('class')}
      />
      {remarks.on || compare.mode !== 'off' ? null : (
        <>
          <Selected
            engine={engine}
            vocabulary={vocabulary}
            onShape={shape}
            onReveal={pages.reveal}
            onRelate={() => onOpen('relation')}
            onDuplicate={onDuplicate}
          />
          <WholePicture engine={engine} vocabulary={vocabulary} />
        </>
      )}
    </aside>
  )
}
