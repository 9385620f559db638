import { type ComponentType, lazy, Suspense } from 'react'
import { useT } from '../ui/messages'

export interface WorkbenchProps {
  readonly projectId: string
  readonly kind: 'label' | 'review'
}

type WorkbenchModule = { default: ComponentType<WorkbenchProps> }

// A glob, so that the route is there whether or not the workbench is part of this build.
const found = Object.values(import.meta.glob<WorkbenchModule>('../features/workbench/index.tsx'))[0]
const Loaded = lazy(found ?? (async () => ({ default: Missing })))

function Missing() {
  const t = useT()
  return <p role="status">{t('workbench.missing')}</p>
}

/** Opens the workbench of a project: the place where pictures are labelled and reviewed. */
export function Workbench(props: WorkbenchProps) {
  const t = useT()
  return (
    <Suspense fallback={<p role="status">{t('workbench.loading')}</p>}>
      <Loaded {...props} />
    </Suspense>
  )
}
