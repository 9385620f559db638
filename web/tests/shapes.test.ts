import { expectTypeOf, test } from 'vitest'
import type * as access from '../src/api/access'
import type * as aside from '../src/api/aside'
import type * as factors from '../src/api/factors'
import type * as organisation from '../src/api/organisation'
import type * as providers from '../src/api/providers'
import type * as pulse from '../src/api/pulse'
import type * as questions from '../src/api/questions'
import type { components } from '../src/api/schema'
import type * as shapes from '../src/api/shapes'
import type * as steering from '../src/api/steering'

type Wire = components['schemas']

/** What the server writes always has its defaulted fields, though its description calls them optional. */
type Whole<T> = T extends readonly (infer Item)[]
  ? number extends T['length']
    ? Whole<Item>[]
    : T
  : T extends object
    ? { [Key in keyof T]-?: Whole<Exclude<T[Key], undefined>> }
    : T

/** The fields that one side has and the other lacks, or whose values the app would misread. */
type Drift<App, Server> =
  | Exclude<keyof App, keyof Server>
  | { [Key in keyof App & keyof Server]: Fits<App[Key], Server[Key]> extends true ? never : Key }[keyof App &
      keyof Server]

/** The app may know a narrower set of words than `string`, never another kind of value and never a missing null. */
type Fits<App, Server> = [null] extends [Server]
  ? [null] extends [App]
    ? Loosely<NonNullable<App>, NonNullable<Server>>
    : false
  : [null] extends [App]
    ? false
    : Loosely<App, Server>

type Loosely<App, Server> = [App] extends [Server] ? true : [Server] extends [App] ? true : false

type Agrees<App, Server> = Drift<Whole<App>, Whole<Server>>

test('the shapes that the app speaks are those of the server', () => {
  expectTypeOf<Agrees<shapes.Me, Wire['Me']>>().toBeNever()
  expectTypeOf<Agrees<aside.SkippedRow, Wire['SkippedRow']>>().toBeNever()
  expectTypeOf<Agrees<aside.LateWork, Wire['Orphan']>>().toBeNever()
  expectTypeOf<Agrees<organisation.SitePerson, Wire['PersonOut']>>().toBeNever()
  expectTypeOf<Agrees<factors.Factors, Wire['FactorsOut']>>().toBeNever()
  expectTypeOf<Agrees<factors.NewApp, Wire['NewApp']>>().toBeNever()
  expectTypeOf<Agrees<factors.SignInStep, Wire['StepOut']>>().toBeNever()
  expectTypeOf<Agrees<organisation.FactorReset, Wire['ResetOut']>>().toBeNever()
  expectTypeOf<Agrees<organisation.About, Wire['About']>>().toBeNever()
  expectTypeOf<Agrees<questions.Thread, Wire['Thread']>>().toBeNever()
  expectTypeOf<Agrees<shapes.OwnSession, Wire['OwnSession']>>().toBeNever()
  expectTypeOf<Agrees<providers.WayIn, Wire['WayIn']>>().toBeNever()
  expectTypeOf<Agrees<providers.OwnIdentity, Wire['OwnIdentity']>>().toBeNever()
  expectTypeOf<Agrees<shapes.Job, Wire['JobOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.ProjectRow, Wire['ProjectRow']>>().toBeNever()
  expectTypeOf<Agrees<shapes.ProjectDetail, Wire['ProjectOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.OperatingNote, Wire['Note']>>().toBeNever()
  expectTypeOf<Agrees<shapes.PolicyIn, Wire['PolicyIn']>>().toBeNever()
  expectTypeOf<Agrees<shapes.PolicyOut, Wire['PolicyOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.PolicyPreview, Wire['Preview']>>().toBeNever()
  expectTypeOf<Agrees<shapes.PolicyChoice, Wire['Choice']>>().toBeNever()
  expectTypeOf<Agrees<shapes.OntologyVersion, Wire['OntologyOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.OntologyVersionRow, Wire['OntologyVersionOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.OntologyChange, Wire['ChangeOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.OntologyImpact, Wire['ImpactOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.GuidelineReading, Wire['ReadingOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.Guideline, Wire['GuidelineOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.Label, Wire['Label-Output']>>().toBeNever()
  expectTypeOf<Agrees<shapes.LabelObject, Wire['LabelObject-Output']>>().toBeNever()
  expectTypeOf<Agrees<shapes.Member, Wire['MemberOut']>>().toBeNever()
  expectTypeOf<Agrees<access.Rules, Wire['RulesOut']>>().toBeNever()
  expectTypeOf<Agrees<access.Conditions, Wire['ConditionsOut']>>().toBeNever()
  expectTypeOf<Agrees<access.Token, Wire['TokenOut']>>().toBeNever()
  expectTypeOf<Agrees<access.MadeToken, Wire['TokenMade']>>().toBeNever()
  expectTypeOf<Agrees<access.Explanation, Wire['Explanation']>>().toBeNever()
  expectTypeOf<Agrees<shapes.MemberUses, Wire['MemberUses']>>().toBeNever()
  expectTypeOf<Agrees<shapes.Import, Wire['ImportOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.ReportCount, Wire['ReportCount']>>().toBeNever()
  expectTypeOf<Agrees<shapes.ReportRow, Wire['ReportLine']>>().toBeNever()
  expectTypeOf<Agrees<shapes.AssetRow, Wire['AssetRow']>>().toBeNever()
  expectTypeOf<Agrees<shapes.Asset, Wire['AssetOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.Changes, Wire['ChangeCounts']>>().toBeNever()
  expectTypeOf<Agrees<shapes.HistoryItem, Wire['HistoryItem']>>().toBeNever()
  expectTypeOf<Agrees<steering.SteerPreview, Wire['SteerPreview']>>().toBeNever()
  expectTypeOf<Agrees<pulse.Pulse, Wire['Pulse']>>().toBeNever()
  expectTypeOf<Agrees<steering.Steered, Wire['Steered']>>().toBeNever()
  expectTypeOf<Agrees<shapes.Work, Wire['Work']>>().toBeNever()
  expectTypeOf<Agrees<shapes.PastVersion, Wire['PastVersion']>>().toBeNever()
  expectTypeOf<Agrees<shapes.VersionReview, Wire['ReviewOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.MineRow, Wire['MineRow']>>().toBeNever()
  expectTypeOf<Agrees<shapes.MineWork, Wire['MineOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.NoWork, Wire['Empty']>>().toBeNever()
  expectTypeOf<Agrees<shapes.Issue, Wire['Issue']>>().toBeNever()
  expectTypeOf<Agrees<shapes.View, Wire['ViewOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.Snapshot, Wire['SnapshotOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.ReleaseIn, Wire['ReleaseIn']>>().toBeNever()
  expectTypeOf<Agrees<shapes.Release, Wire['ReleaseOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.LedgerEvent, Wire['EventOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.LedgerEventDetail, Wire['EventDetail']>>().toBeNever()
  expectTypeOf<Agrees<shapes.ReleaseStatement, Wire['StatementOut']>>().toBeNever()
  expectTypeOf<Agrees<shapes.Checkpoint, Wire['CheckpointOut']>>().toBeNever()
})
