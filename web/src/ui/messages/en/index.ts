import { access } from './access'
import { assets } from './assets'
import { drawing } from './drawing'
import { factors } from './factors'
import { help } from './help'
import { home } from './home'
import { imports } from './imports'
import { ledger } from './ledger'
import { members } from './members'
import { office } from './office'
import { ontology } from './ontology'
import { parts } from './parts'
import { policy } from './policy'
import { projects } from './projects'
import { providers } from './providers'
import { pulse } from './pulse'
import { questions } from './questions'
import { releases } from './releases'
import { reviewing } from './reviewing'
import { settings } from './settings'
import { shaping } from './shaping'
import { shell } from './shell'
import { sight } from './sight'
import { steering } from './steering'
import { workbench } from './workbench'

/** The whole en catalogue: one flat list of keys. */
export const en = {
  ...access,
  ...settings,
  ...shell,
  ...factors,
  ...help,
  ...home,
  ...projects,
  ...policy,
  ...imports,
  ...ontology,
  ...assets,
  ...members,
  ...providers,
  ...pulse,
  ...questions,
  ...office,
  ...releases,
  ...ledger,
  ...steering,
  ...workbench,
  ...drawing,
  ...reviewing,
  ...shaping,
  ...sight,
  ...parts,
} as const
