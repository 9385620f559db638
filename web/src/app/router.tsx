import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  useNavigate,
  useRouterState,
} from '@tanstack/react-router'
import { lazy } from 'react'
import { readSearch as readAssetSearch } from '../features/assets/filters'
import { HomePage } from '../features/home/HomePage'
import { readSearch as readLedgerSearch } from '../features/ledger/filters'
import { OverviewPage } from '../features/projects/OverviewPage'
import { readSearch as readQuestionSearch, readThread } from '../features/questions/search'
import { SignInPage } from '../features/session/SignInPage'
import { Crash, Lost, LostAlone } from './Lost'
import { Shell } from './Shell'
import { Workbench } from './Workbench'

// The first screens come with the app; the others are fetched when they are first needed.
const AccountPage = lazy(async () => ({
  default: (await import('../features/session/AccountPage')).AccountPage,
}))
const SettingsPage = lazy(async () => {
  const [{ SettingsPage: Page }, { allKeys }] = await Promise.all([
    import('../features/settings/SettingsPage'),
    import('./allKeys'),
  ])
  return { default: () => <Page keys={allKeys} /> }
})
const AssetsPage = lazy(async () => ({ default: (await import('../features/assets/AssetsPage')).AssetsPage }))
const AssetPage = lazy(async () => ({ default: (await import('../features/assets/AssetPage')).AssetPage }))
const ImportsPage = lazy(async () => ({
  default: (await import('../features/imports/ImportsPage')).ImportsPage,
}))
const ImportPage = lazy(async () => ({
  default: (await import('../features/imports/ImportPage')).ImportPage,
}))
const MinePage = lazy(async () => ({ default: (await import('../features/mine/MinePage')).MinePage }))
const MineWorkPage = lazy(async () => ({
  default: (await import('../features/mine/MineWorkPage')).MineWorkPage,
}))
const InterviewPage = lazy(async () => ({
  default: (await import('../features/policy/InterviewPage')).InterviewPage,
}))
const PolicyPage = lazy(async () => ({ default: (await import('../features/policy/PolicyPage')).PolicyPage }))
const OntologyPage = lazy(async () => ({
  default: (await import('../features/ontology/OntologyPage')).OntologyPage,
}))
const OntologyEditor = lazy(async () => ({
  default: (await import('../features/ontology/EditorPage')).EditorPage,
}))
const AttributeForm = lazy(async () => ({
  default: (await import('../features/workbench/Attributes')).Attributes,
}))
const MembersPage = lazy(async () => ({
  default: (await import('../features/members/MembersPage')).MembersPage,
}))
const ReleasesPage = lazy(async () => ({
  default: (await import('../features/releases/ReleasesPage')).ReleasesPage,
}))
const NewReleasePage = lazy(async () => ({
  default: (await import('../features/releases/NewReleasePage')).NewReleasePage,
}))
const ReleasePage = lazy(async () => ({
  default: (await import('../features/releases/ReleasePage')).ReleasePage,
}))
const HelpPage = lazy(async () => ({ default: (await import('../features/help/HelpPage')).HelpPage }))
const SpeedPage = lazy(async () => ({ default: (await import('../features/help/SpeedPage')).SpeedPage }))
const LedgerPage = lazy(async () => ({ default: (await import('../features/ledger/LedgerPage')).LedgerPage }))

const QuestionsPage = lazy(async () => ({
  default: (await import('../features/questions/QuestionsPage')).QuestionsPage,
}))
const ThreadPanel = lazy(async () => ({
  default: (await import('../features/questions/ThreadPanel')).ThreadPanel,
}))
const AsidePage = lazy(async () => ({ default: (await import('../features/aside/AsidePage')).AsidePage }))
const ProjectSettingsPage = lazy(async () => ({
  default: (await import('../features/projects/ProjectSettingsPage')).ProjectSettingsPage,
}))
const OrganisationPage = lazy(async () => ({
  default: (await import('../features/organisation/OrganisationPage')).OrganisationPage,
}))
const AboutPage = lazy(async () => ({ default: (await import('../features/about/AboutPage')).AboutPage }))

const root = createRootRoute({ component: Outlet, notFoundComponent: LostAlone, errorComponent: Crash })

/** Only a path of this app may follow a sign-in, never another site. */
function safeNext(value: unknown): string | undefined {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = safeNext(search['next'])
    return next ? { next } : {}
  },
  component: function SignIn() {
    const { next } = signIn.useSearch()
    const navigate = useNavigate()
    return <SignInPage onDone={() => void navigate({ href: next ?? '/', replace: true })} />
  },
})

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })
const home = createRoute({ getParentRoute: () => shell, path: '/', component: HomePage })
const account = createRoute({ getParentRoute: () => shell, path: '/account', component: AccountPage })
const settings = createRoute({ getParentRoute: () => shell, path: '/settings', component: SettingsPage })
const organisation = createRoute({
  getParentRoute: () => shell,
  path: '/organisation',
  component: OrganisationPage,
})
const about = createRoute({ getParentRoute: () => shell, path: '/about', component: AboutPage })
const help = createRoute({
  getParentRoute: () => shell,
  path: '/help',
  component: () => <HelpPage place={{ path: 'index', hash: '' }} />,
})
const speed = createRoute({ getParentRoute: () => shell, path: '/help/speed', component: SpeedPage })
const document = createRoute({
  getParentRoute: () => shell,
  path: '/help/$',
  component: function Document() {
    const { _splat } = document.useParams()
    const hash = useRouterState({ select: ({ location }) => location.hash })
    return <HelpPage place={{ path: _splat || 'index', hash }} />
  },
})
const project = createRoute({ getParentRoute: () => shell, path: '/projects/$p' })

const overview = createRoute({
  getParentRoute: () => project,
  path: '/',
  component: () => <OverviewPage projectId={project.useParams().p} />,
})
const assets = createRoute({
  getParentRoute: () => project,
  path: '/assets',
  validateSearch: readAssetSearch,
  component: function Assets() {
    const { p } = project.useParams()
    const navigate = useNavigate()
    return (
      <AssetsPage
        projectId={p}
        search={assets.useSearch()}
        onSearch={(search) =>
          void navigate({ to: '/projects/$p/assets', params: { p }, search, replace: true })
        }
      />
    )
  },
})
const asset = createRoute({
  getParentRoute: () => project,
  path: '/assets/$a',
  validateSearch: readThread,
  component: function Asset() {
    const { p, a } = asset.useParams()
    const { thread } = asset.useSearch()
    return <AssetPage key={a} projectId={p} assetId={a} threadId={thread} ThreadPanel={ThreadPanel} />
  },
})
const imports = createRoute({
  getParentRoute: () => project,
  path: '/imports',
  component: () => <ImportsPage projectId={project.useParams().p} />,
})
const oneImport = createRoute({
  getParentRoute: () => project,
  path: '/imports/$i',
  component: function Import() {
    const { p, i } = oneImport.useParams()
    return <ImportPage key={i} projectId={p} importId={i} />
  },
})
const ontology = createRoute({
  getParentRoute: () => project,
  path: '/ontology',
  component: () => <OntologyPage projectId={project.useParams().p} />,
})
const ontologyEditor = createRoute({
  getParentRoute: () => project,
  path: '/ontology/edit',
  component: () => <OntologyEditor projectId={project.useParams().p} Form={AttributeForm} />,
})
const policy = createRoute({
  getParentRoute: () => project,
  path: '/policy',
  component: () => <PolicyPage projectId={project.useParams().p} />,
})
const interview = createRoute({
  getParentRoute: () => project,
  path: '/policy/interview',
  component: () => <InterviewPage projectId={project.useParams().p} />,
})
const members = createRoute({
  getParentRoute: () => project,
  path: '/members',
  component: () => <MembersPage projectId={project.useParams().p} />,
})
const releases = createRoute({
  getParentRoute: () => project,
  path: '/releases',
  component: () => <ReleasesPage projectId={project.useParams().p} />,
})
const newRelease = createRoute({
  getParentRoute: () => project,
  path: '/releases/new',
  component: () => <NewReleasePage projectId={project.useParams().p} />,
})
const release = createRoute({
  getParentRoute: () => project,
  path: '/releases/$r',
  component: function Release() {
    const { p, r } = release.useParams()
    return <ReleasePage key={r} projectId={p} releaseId={r} />
  },
})
const ledger = createRoute({
  getParentRoute: () => project,
  path: '/ledger',
  validateSearch: readLedgerSearch,
  component: function Ledger() {
    const { p } = project.useParams()
    const navigate = useNavigate()
    return (
      <LedgerPage
        projectId={p}
        search={ledger.useSearch()}
        onSearch={(search) =>
          void navigate({ to: '/projects/$p/ledger', params: { p }, search, replace: true })
        }
      />
    )
  },
})
const questions = createRoute({
  getParentRoute: () => project,
  path: '/questions',
  validateSearch: readQuestionSearch,
  component: function Questions() {
    const { p } = project.useParams()
    const navigate = useNavigate()
    return (
      <QuestionsPage
        projectId={p}
        search={questions.useSearch()}
        onSearch={(search) =>
          void navigate({ to: '/projects/$p/questions', params: { p }, search, replace: true })
        }
      />
    )
  },
})
const aside = createRoute({
  getParentRoute: () => project,
  path: '/aside',
  component: () => <AsidePage projectId={project.useParams().p} />,
})
const projectSettings = createRoute({
  getParentRoute: () => project,
  path: '/settings',
  component: () => <ProjectSettingsPage projectId={project.useParams().p} />,
})
const label = createRoute({
  getParentRoute: () => project,
  path: '/label',
  validateSearch: readThread,
  component: function Label() {
    const { p } = project.useParams()
    const { thread } = label.useSearch()
    const navigate = useNavigate()
    const onThread = () => void navigate({ to: '/projects/$p/label', params: { p }, replace: true })
    return <Workbench projectId={p} kind="label" thread={thread} onThread={onThread} />
  },
})
const review = createRoute({
  getParentRoute: () => project,
  path: '/review',
  validateSearch: readThread,
  component: function Review() {
    const { p } = project.useParams()
    const { thread } = review.useSearch()
    const navigate = useNavigate()
    const onThread = () => void navigate({ to: '/projects/$p/review', params: { p }, replace: true })
    return <Workbench projectId={p} kind="review" thread={thread} onThread={onThread} />
  },
})

const mine = createRoute({
  getParentRoute: () => project,
  path: '/mine',
  component: () => <MinePage projectId={project.useParams().p} />,
})
const mineWork = createRoute({
  getParentRoute: () => project,
  path: '/mine/$v',
  component: function Mine() {
    const { p, v } = mineWork.useParams()
    return <MineWorkPage key={v} projectId={p} versionId={v} />
  },
})

const rooms = [
  overview,
  assets,
  asset,
  imports,
  oneImport,
  ontology,
  ontologyEditor,
  policy,
  interview,
  members,
  releases,
  newRelease,
  release,
  ledger,
  label,
  review,
  mine,
  mineWork,
  questions,
  aside,
  projectSettings,
] as const

/** Every address of the app. */
export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    shell.addChildren([
      home,
      account,
      settings,
      organisation,
      about,
      help,
      speed,
      document,
      project.addChildren(rooms),
    ]),
  ]),
  defaultErrorComponent: Crash,
  defaultNotFoundComponent: Lost,
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
