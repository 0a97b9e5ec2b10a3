import { AuditStore } from '../../server/audit/audit.store'
import { MatrixService } from '../../server/scoring/matrix.service'
import type { MatrixFilter } from '../../server/scoring/matrix.store'
import { axisScores } from '../../server/scoring/score.rules'
import { ScoreService } from '../../server/scoring/score.service'
import { ScoreStore } from '../../server/scoring/score.store'
import { ScoringModelStore } from '../../server/scoring/scoringModel.store'
import { ScoringModelService } from '../../server/scoring/scoringModel.service'
import { countingQueries } from '../../server/platform/database/queryCount'
import { Conflict, Forbidden, Invalid, Missing } from '../../server/platform/errors'
import { TestClock } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenPilot, givenPilotParents } from '../support/given/pilots'
import { aScore, givenClosedScoring, givenRaters, givenScores } from '../support/given/scoring'

const database = givenDatabase()
const clock = new TestClock()
const scores = new ScoreService(database, clock)
const models = new ScoringModelService(database, clock)
const matrix = new MatrixService(database)
const everything: MatrixFilter = { search: null, journeyId: null, show: 'all' }

const aProposal = (changes = {}) => givenPilot(database, { state: 'proposed', scoringClosedAt: null, ...changes })

describe('raters', () => {
  it('are members who may score; viewers and strangers are not', async () => {
    const given = await aProposal()
    const { viewer, stranger } = given.parents.people
    await expect(givenRaters(database, given, [viewer])).rejects.toThrow(Invalid)
    await expect(givenRaters(database, given, [stranger])).rejects.toThrow(Invalid)
    const { invitable } = await scores.ofPilot(given.parents.people.lead, given.pilot.id)
    expect(invitable.map(({ name }) => name)).not.toContain(viewer.name)
  })

  it('are invited once', async () => {
    const given = await aProposal()
    await givenRaters(database, given, [given.parents.people.finance])
    await expect(givenRaters(database, given, [given.parents.people.finance])).rejects.toThrow('invited already')
  })

  it('can be taken off the list until they have scored', async () => {
    const given = await aProposal()
    const { lead, finance, sponsor } = given.parents.people
    await givenRaters(database, given, [finance])
    await givenScores(database, given, [[sponsor, 3]])
    await scores.uninvite(lead, given.pilot.id, finance.accountId)
    await expect(scores.uninvite(lead, given.pilot.id, sponsor.accountId)).rejects.toThrow('scored already')
    await expect(scores.uninvite(lead, given.pilot.id, finance.accountId)).rejects.toThrow(Missing)
  })
})

describe('a score', () => {
  it('is given by those who were invited alone, and once', async () => {
    const given = await aProposal()
    const { finance, sponsor, viewer } = given.parents.people
    await givenScores(database, given, [[finance, 4]])
    const { model } = await scores.ofPilot(finance, given.pilot.id)
    await expect(scores.give(sponsor, given.pilot.id, aScore(model, 3))).rejects.toThrow('not among the raters')
    await expect(scores.give(viewer, given.pilot.id, aScore(model, 3))).rejects.toThrow(Forbidden)
    await expect(scores.give(finance, given.pilot.id, aScore(model, 3))).rejects.toThrow(Conflict)
  })

  it('has one value for every criterion', async () => {
    const given = await aProposal()
    const { finance } = given.parents.people
    await givenRaters(database, given, [finance])
    const { model } = await scores.ofPilot(finance, given.pilot.id)
    const part = { values: aScore(model, 3).values.slice(1) }
    await expect(scores.give(finance, given.pilot.id, part)).rejects.toThrow(Invalid)
  })

  it('is kept with the axes that follow from its values', async () => {
    const given = await aProposal()
    const { finance } = given.parents.people
    await givenRaters(database, given, [finance])
    const { model } = await scores.ofPilot(finance, given.pilot.id)
    const score = aScore(model, 2, { 'Money at stake': 5, 'How easily it is undone': 5 })
    await scores.give(finance, given.pilot.id, score)
    const { raters } = await scores.ofPilot(finance, given.pilot.id)
    expect(raters[0]).toMatchObject(axisScores(model.criteria, score.values))
  })

  it('sent twice at the same time counts once', async () => {
    const given = await aProposal()
    const { finance } = given.parents.people
    await givenRaters(database, given, [finance])
    const { model } = await scores.ofPilot(finance, given.pilot.id)
    const both = await Promise.allSettled([1, 2].map(() => scores.give(finance, given.pilot.id, aScore(model, 3))))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('the panel is blind', () => {
  it('until a rater has submitted, all have, or scoring is closed', async () => {
    const given = await aProposal()
    const { lead, finance, sponsor, owner, team } = given.parents.people
    await givenRaters(database, given, [sponsor])
    await givenScores(database, given, [
      [finance, 5],
      [owner, 4],
      [team, 4],
    ])
    const sees = async (person: typeof lead) => {
      const { isRevealed, values, raters } = await scores.ofPilot(person, given.pilot.id)
      const numbers = raters.some(({ impact }) => impact !== null) || values.length > 0
      expect(numbers).toBe(isRevealed)
      return isRevealed
    }
    expect(await Promise.all([lead, finance, sponsor].map(sees))).toEqual([false, true, false])
    await scores.close(lead, given.pilot.id)
    expect(await Promise.all([lead, finance, sponsor].map(sees))).toEqual([true, true, true])
  })

  it('on the matrix and in the audit log too', async () => {
    const given = await aProposal()
    const { finance, sponsor, lead } = given.parents.people
    await givenRaters(database, given, [sponsor])
    await givenScores(database, given, [[finance, 5]])
    const impactFor = async (person: typeof lead) =>
      (await matrix.ofProgram(person, given.pilot.programId, everything)).proposals[0]?.impact
    expect(await Promise.all([lead, sponsor, finance].map(impactFor))).toEqual([null, null, 5])
    const told = await database.read(tx =>
      tx.query<{ details: object }[]>(`SELECT details FROM audit_entry WHERE action = 'score.given' AND subject_id = $1`, [given.pilot.id]),
    )
    expect(told).toEqual([{ details: { model: 1 } }])
  })
})

describe('closing', () => {
  it('is refused until enough raters have scored, the proposer not counted', async () => {
    const given = await aProposal()
    const { lead, member, finance, owner, team } = given.parents.people
    await givenScores(database, given, [
      [member, 5], // proposed it
      [finance, 3],
      [owner, 3],
    ])
    await expect(scores.close(lead, given.pilot.id)).rejects.toThrow('1 rater is missing')
    await givenScores(database, given, [[team, 3]])
    await scores.close(lead, given.pilot.id)
    const facts = await database.read(tx => new ScoreStore(tx).factsOf(given.pilot.id))
    expect(facts).toEqual({ closedAt: clock.now(), raters: 3, ratersNeeded: 3 })
  })

  it('is done by the lead alone, once', async () => {
    const given = await aProposal()
    await givenClosedScoring(database, given)
    await expect(scores.close(given.parents.people.owner, given.pilot.id)).rejects.toThrow(Forbidden)
    await expect(scores.close(given.parents.people.lead, given.pilot.id)).rejects.toThrow('closed')
  })
})

describe('the scoring model', () => {
  it('starts with the default rubric, once for all who ask at the same time', async () => {
    const { program, people } = await givenPilotParents(database)
    const asked = await Promise.all([people.lead, people.viewer, people.finance].map(person => models.ofProgram(person, program.id)))
    expect(new Set(asked.map(({ model }) => model.id)).size).toBe(1)
    expect(asked[0]?.model).toMatchObject({ number: 1 })
    expect(asked[0]?.model.criteria).toHaveLength(8)
  })

  it('is saved with the first score, told in the log, and is the very one that was shown', async () => {
    const given = await aProposal()
    const { lead, finance, sponsor } = given.parents.people
    await givenRaters(database, given, [finance, sponsor])
    const shown = (await scores.ofPilot(finance, given.pilot.id)).model
    const saved = () => database.read(tx => new ScoringModelStore(tx).latest(given.pilot.programId))
    expect(await saved()).toBeNull()
    await Promise.all([finance, sponsor].map(rater => scores.give(rater, given.pilot.id, aScore(shown, 3))))
    expect(await saved()).toMatchObject({ id: shown.id, number: 1, criteria: shown.criteria })
    const told = await database.read(tx => new AuditStore(tx).ofSubject('scoringModel', shown.id, { limit: 9 }))
    expect(told.map(({ action }) => action)).toEqual(['scoringModel.started'])
    await models.revise(lead, given.pilot.programId, shown.criteria, 1)
    expect(await saved()).toMatchObject({ number: 2 })
  })

  it('gets a new version, while a pilot keeps the one it was first scored by', async () => {
    const given = await aProposal()
    const { lead, finance, sponsor } = given.parents.people
    await givenRaters(database, given, [sponsor])
    await givenScores(database, given, [[finance, 4]])
    const { model } = await models.ofProgram(lead, given.pilot.programId)
    const next = await models.revise(lead, given.pilot.programId, model.criteria.slice(0, 5), model.number)
    expect(next.number).toBe(2)
    expect((await scores.ofPilot(sponsor, given.pilot.id)).model.id).toBe(model.id)
    const other = await aProposal({ parents: given.parents })
    expect((await scores.ofPilot(sponsor, other.pilot.id)).model.id).toBe(next.id)
  })

  it('is changed by the lead alone, from the version that was read', async () => {
    const { program, people } = await givenPilotParents(database)
    const { model } = await models.ofProgram(people.lead, program.id)
    await expect(models.revise(people.member, program.id, model.criteria, 1)).rejects.toThrow(Forbidden)
    await models.revise(people.lead, program.id, model.criteria, 1)
    await expect(models.revise(people.lead, program.id, model.criteria, 1)).rejects.toMatchObject({
      details: [expect.stringContaining('Version 2 holds now')],
    })
  })
})

describe('the matrix', () => {
  it('shows the mean and the spread of the raters who count', async () => {
    const given = await aProposal()
    const { member, finance, owner } = given.parents.people
    await givenScores(database, given, [
      [member, 1], // proposed it
      [finance, 5],
      [owner, 4],
    ])
    const { proposals } = await matrix.ofProgram(finance, given.pilot.programId, everything)
    expect(proposals[0]).toMatchObject({ impact: 4.5, impactLowest: 4, impactHighest: 5, raters: 2, submitted: 3, invited: 3 })
  })

  it('holds open proposals of this program alone, as the filter says', async () => {
    const parents = await givenPilotParents(database)
    const one = await givenPilot(database, { state: 'proposed', title: 'Call 100 % earlier', parents })
    const other = await givenPilot(database, { state: 'proposed', title: 'Call later', parents })
    await givenPilot(database, { state: 'running', parents })
    await givenPilot(database, { state: 'proposed' })
    await givenRaters(database, one, [parents.people.finance])
    await givenClosedScoring(database, other)
    const titles = async (filter: Partial<MatrixFilter>) =>
      (await matrix.ofProgram(parents.people.finance, parents.program.id, { ...everything, ...filter })).proposals.map(({ title }) => title).sort()
    expect(await titles({})).toEqual(['Call 100 % earlier', 'Call later'])
    expect(await titles({ search: '100 %' })).toEqual(['Call 100 % earlier'])
    expect(await titles({ search: '_' })).toEqual([])
    expect(await titles({ show: 'mine' })).toEqual(['Call 100 % earlier'])
    expect(await titles({ show: 'closed' })).toEqual(['Call later'])
    expect(await titles({ show: 'open' })).toEqual(['Call 100 % earlier'])
    expect(await titles({ journeyId: parents.journey.id })).toHaveLength(2)
    expect(await titles({ journeyId: parents.program.id })).toEqual([])
  })

  it('knows what a rater has still to score', async () => {
    const parents = await givenPilotParents(database)
    const [one, other] = [await aProposal({ parents }), await aProposal({ parents })]
    await givenRaters(database, one, [parents.people.finance])
    await givenScores(database, other, [[parents.people.finance, 3]])
    const { queue } = await matrix.ofProgram(parents.people.finance, parents.program.id, everything)
    expect(queue.map(({ id, hasSubmitted }) => [id, hasSubmitted])).toEqual(
      expect.arrayContaining([
        [one.pilot.id, false],
        [other.pilot.id, true],
      ]),
    )
  })

  it('draws at most 200, says how many there are, and asks no more questions for more pilots', async () => {
    const given = await aProposal()
    const { program, people } = given.parents
    const ask = () =>
      countingQueries(async queriesSoFar => {
        const seen = await matrix.ofProgram(people.finance, program.id, everything)
        return { drawn: seen.proposals.length, total: seen.total, queries: queriesSoFar() }
      })
    const few = await ask()
    await database.write(tx =>
      tx.query(
        `INSERT INTO pilot (program_id, number, title, state, proposer_id, state_since, created_at)
         SELECT $1, n, 'Proposal ' || n, 'proposed', $2, now(), now() FROM generate_series(2, 300) AS n`,
        [program.id, people.member.accountId],
      ),
    )
    expect(few).toMatchObject({ drawn: 1, total: 1 })
    expect(few.queries).toBeGreaterThan(3)
    expect(await ask()).toEqual({ drawn: 200, total: 300, queries: few.queries })
  })
})
