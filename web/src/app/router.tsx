import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router'
import { Workbench } from './Workbench'

const root = createRootRoute({ component: Outlet })
const project = createRoute({ getParentRoute: () => root, path: '/projects/$p' })
const label = createRoute({
  getParentRoute: () => project,
  path: '/label',
  component: function Label() {
    return <Workbench projectId={label.useParams().p} kind="label" />
  },
})
const review = createRoute({
  getParentRoute: () => project,
  path: '/review',
  component: function Review() {
    return <Workbench projectId={review.useParams().p} kind="review" />
  },
})

/** Every address of the app. */
export const router = createRouter({ routeTree: root.addChildren([project.addChildren([label, review])]) })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
