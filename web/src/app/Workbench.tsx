import { type ComponentType, useEffect, useState } from 'react'
import { useT } from '../ui/messages'

export interface WorkbenchProps {
  readonly projectId: string
  readonly kind: 'label' | 'review'
  /** The thread to go to in the task in hand. */
  readonly thread?: string | undefined
  /** It is in sight, or cannot be: the address needs to say it no longer. */
  readonly onThread?: (() => void) | undefined
}

type WorkbenchModule = { default: ComponentType<WorkbenchProps> }

// A glob, so that the route is there whether or not the workbench is part of this build.
const found = Object.values(import.meta.glob<WorkbenchModule>('../features/workbench/index.tsx'))[0]
let loaded: ComponentType<WorkbenchProps> | null = null
let loading: Promise<ComponentType<WorkbenchProps>> | null = null

function load(): Promise<ComponentType<WorkbenchProps>> {
  loading ??= (found?.() ?? Promise.resolve({ default: Missing })).then((module) => {
    loaded = module.default
    return loaded
  })
  // One that did not come is asked for again when it is needed.
  loading.catch(() => {
    loading = null
  })
  return loading
}

/** Whether the address is one of a workbench. */
export const atWorkbench = (path: string): boolean => /^\/projects\/[^/]+\/(?:label|review)$/.test(path)

// Asked for while the frame around it is built.
if (atWorkbench(window.location.pathname)) void load().catch(() => undefined)

function Missing() {
  const t = useT()
  return <p role="status">{t('workbench.missing')}</p>
}

/**
 * Opens the workbench of a project: the place where pictures are labelled and reviewed.
 * Not by Suspense, which keeps a fallback on the screen for 300 ms however soon the screen is there.
 */
export function Workbench(props: WorkbenchProps) {
  const t = useT()
  const [Bench, setBench] = useState(() => loaded)
  const [failure, setFailure] = useState<unknown>(null)
  useEffect(() => {
    let here = true
    load().then(
      (bench) => here && setBench(() => bench),
      (error: unknown) => here && setFailure(error ?? new Error('The workbench did not come.')),
    )
    return () => {
      here = false
    }
  }, [])
  // To the router's own screen for what went wrong.
  if (failure) throw failure
  return Bench ? <Bench {...props} /> : <p role="status">{t('workbench.loading')}</p>
}
