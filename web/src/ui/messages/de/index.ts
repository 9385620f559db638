import { assets } from './assets'
import { drawing } from './drawing'
import { help } from './help'
import { home } from './home'
import { imports } from './imports'
import { ledger } from './ledger'
import { members } from './members'
import { ontology } from './ontology'
import { policy } from './policy'
import { projects } from './projects'
import { releases } from './releases'
import { reviewing } from './reviewing'
import { shaping } from './shaping'
import { shell } from './shell'
import { workbench } from './workbench'

/** The whole de catalogue: one flat list of keys. */
export const de = {
  ...shell,
  ...help,
  ...home,
  ...projects,
  ...policy,
  ...imports,
  ...ontology,
  ...assets,
  ...members,
  ...releases,
  ...ledger,
  ...workbench,
  ...drawing,
  ...reviewing,
  ...shaping,
}
