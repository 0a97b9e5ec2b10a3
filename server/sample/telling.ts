import type { Actor } from '../access/actor'
import type { AccountStore } from '../accounts/account.store'
import type { CaseService } from '../cases/case.service'
import type { DecisionService } from '../governance/decision.service'
import type { GateService } from '../governance/gate.service'
import type { ObjectionService } from '../governance/objection.service'
import type { JourneyService } from '../journeys/journey.service'
import type { MetricService } from '../metrics/metric.service'
import type { PilotActivityService } from '../pilots/pilotActivity.service'
import type { PilotService } from '../pilots/pilot.service'
import { defaultRule } from '../plans/decisionRule.rules'
import type { PlanService } from '../plans/plan.service'
import type { DepartmentService } from '../programs/department.service'
import type { MemberService } from '../programs/member.service'
import type { ProgramService } from '../programs/program.service'
import type { DeliveryService } from '../readings/delivery.service'
import type { FileImportService } from '../readings/fileImport.service'
import type { SummaryService } from '../readings/summary.service'
import type { ScoreService } from '../scoring/score.service'
import { ADMINISTRATOR, CAST, DEPARTMENTS, type CastMember, type Department, type Who } from './cast'
import type { Diary } from './diary'
import { JOURNEYS, METRICS, PROGRAM, type JourneyName, type MetricName } from './retailProgram'
import type { CaseLineStory, FileStory, PilotStory, PlanStory } from './story'

/** The use cases that a sample is told through: those of everybody. */
export interface Deeds {
  readonly programs: ProgramService
  readonly departments: DepartmentService
  readonly members: MemberService
  readonly journeys: JourneyService
  readonly metrics: MetricService
  readonly pilots: PilotService
  readonly pilotActivity: PilotActivityService
  readonly scores: ScoreService
  readonly plans: PlanService
  readonly fileImports: FileImportService
  readonly summaries: SummaryService
  readonly delivery: DeliveryService
  readonly cases: CaseService
  readonly gates: GateService
  readonly objections: ObjectionService
  readonly decisions: DecisionService
}

const ALPHA = 0.05
const PROGRAM_BEGAN = { daysAgo: 210 }

type People = Readonly<Record<Who | 'administrator', Actor>>

/** What the stories name by words, once the program is set up. */
interface Names {
  readonly programId: string
  readonly people: People
  /** By journey, then by "Install" or "Order → Install". */
  readonly parts: Readonly<Record<JourneyName, ReadonlyMap<string, string>>>
  readonly metrics: Readonly<Record<MetricName, string>>
}

/** Makes the accounts of the cast. Nobody has a password: they come in by the links that the terminal prints. */
export async function castAccounts(accounts: AccountStore, createdAt: Date): Promise<{ people: People; made: string[] }> {
  const made: string[] = []
  const actor = async ({ name, email }: Pick<CastMember, 'name' | 'email'>, isAdmin: boolean): Promise<Actor> => {
    const fresh = await accounts.add({ name, email, passwordHash: null, isAdmin, createdAt })
    if (!fresh) throw new Error(`There is an account ${email} already, so the sample cannot make it.`)
    made.push(fresh.id)
    return { accountId: fresh.id, name, email, isAdmin, scope: 'write' }
  }
  const people: Partial<Record<Who | 'administrator', Actor>> = { administrator: await actor(ADMINISTRATOR, true) }
  for (const [who, member] of Object.entries(CAST)) people[who as Who] = await actor(member, false)
  return { people: people as People, made }
}

/**
 * Tells the whole sample: the program is set up, then every pilot lives through its story, all in the order of time.
 *
 * @returns the program's id
 */
export async function tell(deeds: Deeds, diary: Diary, people: People, stories: readonly PilotStory[], signal?: AbortSignal): Promise<string> {
  let names: Names | null = null
  diary.write(PROGRAM_BEGAN, async () => {
    names = await setUp(deeds, people)
  })
  const known = (): Names => {
    if (!names) throw new Error('The stories begin after the program.')
    return names
  }
  for (const story of stories) new Telling(deeds, diary, known, story).write()
  await diary.relive(signal)
  return known().programId
}

async function setUp(deeds: Deeds, people: People): Promise<Names> {
  const { administrator, amina } = people
  const { program } = await deeds.programs.create(
    administrator,
    { ...PROGRAM, leadEmail: amina.email, leadName: amina.name },
    { isSample: true },
  )
  const departments = new Map<Department, string>()
  for (const name of DEPARTMENTS) departments.set(name, (await deeds.departments.add(amina, program.id, { name })).id)
  const idOf = (name: Department | null): string | null => (name === null ? null : (departments.get(name) ?? null))

  const { members } = await deeds.members.ofProgram(amina, program.id)
  for (const [who, { roles, department, ...member }] of Object.entries(CAST as Record<Who, CastMember>)) {
    const place = { roles: [...roles], departmentId: idOf(department), isDepartmentHead: member.isDepartmentHead ?? false }
    const lead = members.find(({ accountId }) => accountId === people[who as Who].accountId)
    if (lead) await deeds.members.revise(amina, program.id, lead.id, { ...place, version: lead.version })
    else await deeds.members.invite(amina, program.id, { ...place, email: member.email, name: member.name })
  }

  const parts: Partial<Record<JourneyName, ReadonlyMap<string, string>>> = {}
  for (const [name, journey] of Object.entries(JOURNEYS)) {
    const made = await deeds.journeys.create(amina, program.id, {
      ...{ name: journey.name, customerSegment: journey.customerSegment, goal: journey.goal },
      ownerId: people[journey.owner].accountId,
      stages: journey.stages.map(stage => ({
        ...{ key: null, name: stage.name, customerGoal: stage.goal, channel: stage.channel },
        departmentId: idOf(stage.department),
      })),
      handoffs: journey.handoffs.map(({ items, ...handoff }) => ({ ...handoff, informationItems: [...items] })),
    })
    const stageName = new Map(made.stages.map(stage => [stage.key, stage.name]))
    parts[name as JourneyName] = new Map([
      ...made.stages.map(stage => [stage.name, stage.key] as const),
      ...made.handoffs.map(({ from, to, key }) => [`${stageName.get(from)} → ${stageName.get(to)}`, key] as const),
    ])
  }

  const metrics: Partial<Record<MetricName, string>> = {}
  for (const [name, metric] of Object.entries(METRICS)) {
    metrics[name as MetricName] = (await deeds.metrics.create(amina, program.id, metric)).id
  }
  return { programId: program.id, people, parts: parts as Names['parts'], metrics: metrics as Names['metrics'] }
}

/** One pilot's story, written into the diary. */
class Telling {
  private id = ''

  constructor(
    private readonly deeds: Deeds,
    private readonly diary: Diary,
    private readonly known: () => Names,
    private readonly story: PilotStory,
  ) {}

  write(): void {
    const { deeds, story, diary } = this
    const { proposer, owner } = story
    diary.write(story.drafted, () => this.propose())
    const on = <T extends object>(entry: (T & { daysAgo: number; hour?: number }) | undefined, act: (entry: T) => Promise<unknown>): void => {
      if (entry) diary.write(entry, async () => void (await act(entry)))
    }
    const each = <T extends { daysAgo: number; hour?: number }>(entries: readonly T[] | undefined, act: (entry: T) => Promise<unknown>): void => {
      for (const entry of entries ?? []) on<T>(entry, act)
    }
    on(story.submitted, () => deeds.pilots.submit(this.actor(owner), this.id))
    if (story.submitted && story.raters) on({ ...story.submitted, hour: 16.5 }, () => this.invite())
    each(story.scores, score => this.score(score))
    on(story.scoringClosed, () => deeds.scores.close(this.actor('amina'), this.id))
    on(story.plan, plan => this.plan(plan))
    on(story.selected, () => this.pass('select', this.sponsor))
    on(story.planLocked, () => this.lockPlan())
    on(story.launched, () => this.pass('launch', owner))
    each(story.summaries, ({ by, metric, source, lines }) =>
      deeds.summaries.add(this.actor(by), this.id, {
        metric: this.known().metrics[metric],
        source,
        day: null,
        lines: lines.map(line => ({ site: null, successes: null, mean: null, standardDeviation: null, ...line })),
      }),
    )
    each(story.files, file => this.upload(file))
    on(story.paused, ({ reason }) => deeds.pilots.pause(this.actor(owner), this.id, reason))
    on(story.delivered, ({ share, source }) => deeds.delivery.record(this.actor(owner), this.id, { share, source, replaces: null }))
    on(story.checked, ({ remark }) => deeds.gates.recordReview(this.actor(owner), this.id, { checksSeen: true, remark }))
    on(story.concluded, () => this.pass('conclude', owner))
    each(story.caseLines, line => this.caseLine(line))
    each(story.objections, ({ by, words, answer }) => this.object(by, words, answer))
    each(story.comments, ({ by, words }) => deeds.pilotActivity.comment(this.actor(by), this.id, words))
    on(story.decided, decided => this.decide(decided))
    on(story.withdrawn, ({ reason }) => deeds.pilots.withdraw(this.actor(proposer), this.id, reason))
  }

  private actor(who: Who): Actor {
    return this.known().people[who]
  }

  private get sponsor(): Who {
    const { sponsor } = this.story.proposal
    if (!sponsor) throw new Error(`“${this.story.title}” has no sponsor.`)
    return sponsor
  }

  private async propose(): Promise<void> {
    const { story, deeds } = this
    const { journey, segment, metric, sponsor, vision, startsDaysAgo, endsDaysAgo, ...said } = story.proposal
    const { parts, metrics, people, programId } = this.known()
    const keyOf = (name: string): string => {
      const key = parts[journey].get(name)
      if (!key) throw new Error(`“${story.title}” names a part of the journey that is not there: ${name}.`)
      return key
    }
    const pilot = await deeds.pilots.propose(this.actor(story.proposer), programId, {
      title: story.title,
      change: said.change ?? null,
      forWhom: said.forWhom ?? null,
      expectedEffect: said.expectedEffect ?? null,
      because: said.because ?? null,
      segment: segment.map(keyOf),
      ownerId: people[story.owner].accountId,
      sponsorId: sponsor ? people[sponsor].accountId : null,
      metricId: metric ? metrics[metric] : null,
      smallestEffect: said.smallestEffect ?? null,
      startsOn: startsDaysAgo === undefined ? null : this.diary.day(startsDaysAgo),
      endsOn: endsDaysAgo === undefined ? null : this.diary.day(endsDaysAgo),
      budget: said.budget ?? null,
      budgetSource: said.budgetSource ?? null,
      mostCustomers: said.mostCustomers ?? null,
      mostSpend: said.budget ?? null,
      stopRule: said.stopRule ?? null,
      rollbackStep: said.rollbackStep ?? null,
      visionSentence: vision ?? null,
      ownVisionSentence: null,
      arrivalsPerWeek: said.arrivalsPerWeek ?? null,
    })
    this.id = pilot.id
    if (story.team.length === 0) return
    const members = story.team.map(who => people[who].accountId)
    await deeds.pilots.changeTeam(this.actor(story.owner), pilot.id, { members, version: pilot.version })
  }

  private invite(): Promise<void> {
    const raters = (this.story.raters ?? []).map(who => this.actor(who).accountId)
    return this.deeds.scores.invite(this.actor('amina'), this.id, raters)
  }

  private async score({ by, values, reason }: NonNullable<PilotStory['scores']>[number]): Promise<void> {
    const { model } = await this.deeds.scores.ofPilot(this.actor(by), this.id)
    await this.deeds.scores.give(this.actor(by), this.id, {
      values: model.criteria.map(({ id }, at) => ({ criterionId: id, value: values[at] ?? 3, reason: at === 0 ? (reason ?? null) : null })),
    })
  }

  private plan({ by, terms, otherMetrics = [] }: PlanStory): Promise<unknown> {
    const { metrics } = this.known()
    const written = {
      ...{ pairing: 'independent' as const, alpha: ALPHA, baselineSd: null, allocationTreatment: 0.5, minimumDelivered: 0.8 },
      decisionRule: defaultRule(PROGRAM.evidenceBar),
      ...terms,
      typedFor: null,
      otherMetrics: otherMetrics.map(({ metric, role, margin }) => ({ metricId: metrics[metric], role, margin })),
    }
    return this.deeds.plans.revise(this.actor(by), this.id, written, 0)
  }

  private async lockPlan(): Promise<void> {
    const owner = this.actor(this.story.owner)
    const { plan } = await this.deeds.plans.ofPilot(owner, this.id)
    await this.deeds.plans.lock(owner, this.id, plan?.version ?? 0)
  }

  private async version(): Promise<number> {
    return (await this.deeds.pilots.see(this.actor('amina'), this.id)).pilot.version
  }

  private async pass(gate: 'select' | 'launch' | 'conclude', who: Who): Promise<void> {
    await this.deeds.gates.pass(this.actor(who), this.id, gate, { reason: null, version: await this.version() })
  }

  /** A person uploads the file, says how it is to be read, and makes it count. */
  private async upload({ by, text, source, fileName, unit, arm, values, truth }: FileStory): Promise<void> {
    const { fileImports } = this.deeds
    const { metrics } = this.known()
    const asked = {
      ...{ encoding: null, delimiter: null, quote: null, header: null, decimal: null, dates: null },
      ...{ unit, day: null, cluster: null, exposure: null, preValue: null },
      arm: `column:${arm.column}`,
      period: 'always:outcome',
      values: values.map(({ metric, column }) => ({ metric: metrics[metric], column })),
      armWords: [
        { word: arm.control, means: 'control' as const },
        { word: arm.treatment, means: 'treatment' as const },
      ],
      periodWords: [],
      truthWords: [
        { word: truth.yes, means: 'yes' as const },
        { word: truth.no, means: 'no' as const },
      ],
    }
    const { id } = await fileImports.uploadText(this.actor(by), this.id, text(), source, asked, fileName)
    await fileImports.commit(this.actor(by), this.id, id)
  }

  private async caseLine({ by, owner, signed, daysAgo: _, hour: __, ...line }: CaseLineStory): Promise<void> {
    const { cases } = this.deeds
    const ownerId = owner ? this.actor(owner).accountId : null
    const { id, version } = await cases.add(this.actor(by), this.id, { ...line, ownerId })
    if (!signed) return
    const { status, figureCents = null, reason = '' } = signed
    this.diary.write(signed, () => cases.sign(this.actor('weiLing'), this.id, id, { status, figureCents, reason }, version))
  }

  private async object(by: Who, words: string, answer: NonNullable<PilotStory['objections']>[number]['answer']): Promise<void> {
    const { objections } = this.deeds
    const { id } = await objections.raise(this.actor(by), this.id, words)
    if (answer) this.diary.write(answer, async () => void (await objections.answer(this.actor(answer.by), this.id, id, answer.words)))
  }

  private async decide({ choice, reason, conditions }: NonNullable<PilotStory['decided']>): Promise<void> {
    const sponsor = this.actor(this.sponsor)
    const { ground, money, pilot } = await this.deeds.decisions.see(sponsor, this.id)
    await this.deeds.decisions.decide(sponsor, this.id, {
      ...{ choice, reason, conditions: conditions ?? null, newEndOn: null },
      finding: ground?.row.finding?.id ?? null,
      case: money?.appraisal?.digest ?? null,
      version: pilot.version,
    })
  }
}
