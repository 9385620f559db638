/** English words of the workbench. */
export const workbench = {
  'workbench.loading': 'Opening the workbench…',
  'workbench.missing': 'This build has no workbench.',
} as const
