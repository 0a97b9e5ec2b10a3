import { createHash } from 'node:crypto'
import { givenBrowser } from '../support/browser'
import { givenDatabase } from '../support/database'
import { givenAccount, PASSWORD } from '../support/given/accounts'
import { givenCase, givenConcluded, givenFinding } from '../support/given/governance'
import { givenServer } from '../support/server'
import { cookieCatsCsv, DAY_SEVEN, FAULTY_CSV } from './cookieCats'
import { Person } from './person'

const LEAD = 'Amina Diallo'
const OWNER = 'Jo Castillo'
const TEAM = 'Ravi Menon'
const MEMBER = 'Lena Vogt'
const SPONSOR = 'Marta Silva'
const SECOND = 'Tomas Berg'
const FINANCE = 'Ines Okafor'
const STRANGER = 'Nadia Petrov'

const TITLE = 'Move the first gate to level 40'

/** Digits that would give the outcome away: shares, differences, limits, p-values; and words that judge. */
const OUTCOME =
  /\b18[.,]\d|\b19[.,]0|\b0[.,]1[89]\d|\b8,?279\b|\b8,?502\b|\b0[.,]82|\b0[.,]0082|\b44[.,][28]|\b0[.,]01[23]|\b0[.,]003|\b0[.,]0015|it harms|rule fired|evidence \d of 5/i

/** Their digits are chance, and may look like anything. */
const TIMES_AND_HASHES = /\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{12,}/g

/**
 * The main job as its people do it, each in a browser of their own: from an empty program to the sponsor's decision,
 * on published data. The tests are the chapters of one story and stand in its order.
 */
describe('the main job', () => {
  const database = givenDatabase()
  const chromium = givenBrowser()
  const address = givenServer(database)
  const people = new Map<string, Person>()
  let program = ''
  let pilot = ''
  /** The sponsor's, made on the page for it. */
  let token = ''

  jest.setTimeout(120_000)
  afterAll(() => Promise.all([...people.values()].map(person => person.leave())))

  /** One test of the story; where one fails the rest cannot be told. */
  let isBroken = false
  function chapter(title: string, work: () => Promise<void>): void {
    it(title, async () => {
      if (isBroken) throw new Error('An earlier chapter failed.')
      isBroken = true
      await work()
      isBroken = false
    })
  }

  /** The person of this name, who arrives when first spoken of. */
  const who = async (name: string): Promise<Person> => {
    const person = people.get(name) ?? (await Person.arriving(chromium(), address(), name))
    people.set(name, person)
    return person
  }

  /** Follows an invitation that was handed over, and chooses a password. */
  const join = async (name: string, invitation: string): Promise<void> => {
    const person = await who(name)
    await person.open(invitation)
    await person.fill({ Password: PASSWORD })
    await person.press('Join and sign in')
  }

  const answerOf = async (path: string): Promise<unknown> => {
    const answer = await fetch(address() + path, { headers: { Authorization: `Bearer ${token}` } })
    return answer.json()
  }

  /** Comes back another day and does what home asks for. */
  const called = async (name: string, deed: string): Promise<Person> => {
    const person = await who(name)
    await person.open('/')
    await person.follow(new RegExp(`: ${deed}`))
    return person
  }

  const tab = (person: Person, name: string): Promise<void> =>
    person.follow(name, person.page.getByRole('navigation', { name: 'Parts of the pilot' }))

  chapter('begins with a program, its departments and its people', async () => {
    const { email } = await givenAccount(database, { name: 'Ada Nilsen', email: 'ada.nilsen@example.com', isAdmin: true })
    const admin = await who('Ada Nilsen')
    await admin.open('/')
    await admin.fill({ 'E-mail': email, Password: PASSWORD })
    await admin.press('Sign in')
    await admin.follow('Create a program')
    const lead = await who(LEAD)
    await admin.fill({ 'E-mail': lead.email, Name: lead.name }, admin.group('First lead'))
    await admin.fill({ Name: 'Players who stay' }, admin.fieldsBeside('First lead'))
    await admin.fill({ Vision: 'Whoever starts to play comes back. Nobody is stopped before the fun begins.' })
    await admin.press('Create the program')
    await admin.sees('Hand this invitation to')
    await join(LEAD, await admin.page.locator('.invitation-link').innerText())

    await lead.go('Settings')
    await lead.follow('Departments')
    for (const name of ['Game design', 'Player support']) {
      await lead.fill({ Name: name })
      await lead.press('Add')
    }
    await lead.follow('Members')
    const invite = async (name: string, role: string, department?: string): Promise<void> => {
      const { email } = await who(name)
      await lead.follow('Invite somebody')
      await lead.fill({ 'E-mail': email, Name: name })
      await lead.untick('Member')
      await lead.tick([role])
      if (department) await lead.choose({ Department: department })
      await lead.press('Invite')
      await join(name, await lead.page.locator('.invitation-link').innerText())
      await lead.follow('To the members')
    }
    await invite(OWNER, 'Member', 'Game design')
    await invite(TEAM, 'Member', 'Player support')
    await invite(MEMBER, 'Member', 'Player support')
    await invite(SPONSOR, 'Sponsor')
    await invite(SECOND, 'Sponsor')
    await invite(FINANCE, 'Finance')
    await lead.picture('members')
    await lead.go('Home')
    program = new URL(lead.page.url()).pathname
  })

  chapter('has a journey and the metrics to measure it by', async () => {
    const lead = await who(LEAD)
    await lead.go('Journeys')
    await lead.follow('Draw the first journey')
    await lead.fill({ Name: 'First week of play', Customers: 'new players', Goal: 'a game worth coming back to' })
    const stages = ['Install', 'First levels', 'First gate']
    const departments = ['Player support', 'Game design', 'Game design']
    for (const [at, name] of stages.entries()) {
      if (at >= (await lead.page.getByRole('group', { name: /^Stage / }).count())) {
        await lead.press(new RegExp(`Add a stage after it .stage ${at}.`))
      }
      const stage = lead.group(`Stage ${at + 1}`)
      await lead.fill({ Name: name, Channel: 'app' }, stage)
      await lead.choose({ Department: departments[at] ?? '' }, stage)
    }
    await lead.fill({ Lost: '31', 'Counted on': '90189' }, lead.group('Handoff First levels → stage 3'))
    await lead.press('Save the journey')
    await lead.sees('31.0% of customers are lost')
    await lead.picture('journey')
    for (const [name, effect] of [['Day-7 return', '0.5'], ['Day-1 return', '1']] as const) {
      await lead.go('Metrics')
      await lead.follow('New metric')
      await lead.fill({ Name: name, 'Smallest effect that matters': effect })
      await lead.press('Save the metric')
    }
    await lead.sees('Day-7 return', 'Day-1 return')
    await lead.picture('metrics')
  })

  chapter('takes a proposal from a stage, says what is missing, and lets the owner mend it', async () => {
    const owner = await who(OWNER)
    await owner.open('/')
    await owner.go('Journeys')
    await owner.follow('First week of play')
    await owner.follow(/here ?: First gate/)
    await owner.fill({ Title: TITLE })
    await owner.fill({
      'What changes': 'Move the first gate from level 30 to level 40',
      'For whom': 'new players on both shops',
      'Expected effect': 'More of them come back after a week',
      Why: 'the gate interrupts people while they still learn to enjoy the game',
    })
    await owner.choose({ Sponsor: SPONSOR, 'Primary metric': 'Day-7 return (percentage points)' })
    await owner.fill({ 'Smallest effect that matters': '0.6', 'Arrivals a week': '30000' })
    await owner.fill({ 'First day': day(0), 'Last day': day(21), Budget: '12000', 'Source of the budget': 'the live operations budget' })
    await owner.press('Save the draft')
    pilot = new URL(owner.page.url()).pathname
    await owner.sees('3 things are missing before it can be submitted', 'all from Game design; add somebody from another department')
    await owner.picture('draft')

    await owner.follow('Complete the proposal')
    await owner.tick([TEAM])
    await owner.press('Save the team')
    await tab(owner, 'Overview')
    await owner.sees('2 things are missing before it can be submitted')
    await owner.follow(/Mend.*Risk envelope/)
    await owner.fill({
      'Most customers touched': '100000',
      'Most spend': '15000',
      'Stop rule': 'ratings in a shop fall under 4.0',
      'Rollback step': 'the gate goes back to level 30 with the next configuration, within an hour',
    })
    await owner.choose({ 'The sentence of the vision that it serves': 'Nobody is stopped before the fun begins.' })
    await owner.press('Save the draft')
    await owner.sees('All 10 met')
    await owner.unfold('Submit the proposal')
    await owner.press('Submit it now')
    await owner.sees('proposed')
    await owner.picture('proposed')
  })

  chapter('is scored by three raters who do not see each other’s scores before their own', async () => {
    const lead = await who(LEAD)
    await lead.open(pilot)
    await tab(lead, 'Scores')
    await lead.tick([TEAM, MEMBER, FINANCE])
    await lead.press('Invite')
    await lead.sees('0 of 3 invited raters have scored')
    for (const [at, name] of [TEAM, MEMBER, FINANCE].entries()) {
      const rater = await called(name, 'Score')
      expect(await rater.text()).not.toContain('as the forum says')
      expect(await rater.text()).not.toContain('Who gave what')
      for (const criterion of await rater.page.locator('.score-criterion').all()) {
        await criterion.getByText(String(3 + (at % 2)), { exact: true }).click()
      }
      await rater.fill({ Why: 'many people leave here, as the forum says' })
      if (at === 0) await rater.picture('scoring')
      await rater.press('Send my scores')
      await rater.sees('Who gave what')
    }
    const owner = await who(OWNER)
    await called(LEAD, 'Close scoring')
    await lead.unfold('Close scoring')
    await lead.press('Close it now')
    await lead.sees('scoring closed')
    await lead.picture('scored')
    await owner.open(pilot)
    await owner.go('Prioritise')
    await owner.page.getByRole('figure').getByRole('link', { name: new RegExp(TITLE) }).waitFor()
    await owner.picture('matrix')
  })

  chapter('has a plan that is locked, and whose hash anybody can check', async () => {
    const owner = await called(OWNER, 'Write the plan')
    await owner.follow('Write the plan')
    await owner.tick(['Randomised: chance decides which unit gets the change'])
    await owner.fill({ 'Units planned for each group': '45000', 'Expected value without the change': '19' })
    await owner.choose({ 'Metric 1': 'Day-1 return (margin in percentage points)' })
    await owner.press('Save the plan')
    await owner.picture('plan')
    await owner.unfold('Lock the plan')
    await owner.press('Lock it now')
    await owner.sees('Locked on')
    const hash = createHash('sha256').update(await owner.download('Canonical JSON')).digest('hex')
    await owner.sees(hash)
    await owner.picture('locked')
    await owner.open(`${pilot}/plan/edit`)
    await owner.sees('This plan is locked.')
    expect(await owner.page.getByRole('button', { name: 'Save the plan' }).count()).toBe(0)
  })

  chapter('is selected by its sponsor and launched by its owner', async () => {
    const sponsor = await called(SPONSOR, 'Select')
    await sponsor.sees('4 of 4 passed')
    await sponsor.fill({ Reason: 'Large, cheap and easy to undo.' })
    await sponsor.picture('select')
    await sponsor.press('Select this pilot')
    const owner = await called(OWNER, 'Launch')
    await owner.sees('4 of 4 passed')
    await owner.press('Launch the pilot')
    await owner.sees('running')
    await owner.picture('running')
  })

  chapter('takes readings from a file, all or none, and each file once', async () => {
    const owner = await called(OWNER, 'Log readings')
    await owner.follow('Upload readings')
    await owner.fill({ 'Where the rows come from': 'event log of the game, first try' })
    await owner.attach('File', 'first-try.csv', FAULTY_CSV)
    await owner.press('Show what you understand')
    await owner.sees('Some rows cannot be read', 'perhaps')
    const faults = owner.page.getByRole('table', { name: 'Rows that cannot be read' })
    expect(await faults.getByRole('row', { name: / 3$/ }).count()).toBe(1)
    expect(await faults.getByRole('row', { name: / 5$/ }).count()).toBe(1)
    expect(await owner.page.getByRole('button', { name: /^Add / }).count()).toBe(0)
    await owner.picture('faults')
    await tab(owner, 'Data')
    await owner.sees('No reading counts at the moment')

    const upload = async (): Promise<void> => {
      await owner.follow('Upload readings')
      await owner.fill({ 'Where the rows come from': 'Cookie Cats A/B test, published counts' })
      await owner.attach('File', 'cookie-cats.csv', cookieCatsCsv())
      await owner.press('Show what you understand')
    }
    await upload()
    await owner.sees('Every row can be read', 'What these words mean is our guess')
    const words = owner.group('Words for the groups')
    await words.getByLabel(/gate_30/).selectOption({ label: 'Control' })
    await words.getByLabel(/gate_40/).selectOption({ label: 'Treatment' })
    await owner.choose({ Period: 'Every row is from the outcome period', 'Day-7 return': 'day-7', 'Day-1 return': 'day-1' })
    await owner.press('Read it this way')
    await owner.picture('understood')
    await owner.press('Add 90,189 rows')
    await owner.sees('Receipt')
    await owner.picture('receipt')
    await tab(owner, 'Data')
    await owner.picture('data')
    await upload()
    await owner.sees('same')
    await owner.picture('same file')
  })

  chapter('shows nothing of the outcome while it runs', async () => {
    const sponsor = await who(SPONSOR)
    await sponsor.open('/me')
    await sponsor.fill({ 'What it is for': 'Looking early' })
    await sponsor.press('Make the token')
    token = await sponsor.page.locator('code.code').first().innerText()
    const lead = await who(LEAD)
    for (const page of ['', '/plan', '/team', '/scores', '/data', '/results', '/case', '/decision', '/activity', '/gates/conclude', '/objections']) {
      expect(await lead.open(pilot + page)).toBe(200)
      expect(`${page}: ${await lead.text()}`).not.toMatch(OUTCOME)
    }
    for (const path of ['', '/results', '/findings', '/data', '/imports', '/case', '/decision', '/gates/conclude', '/activity', '/export']) {
      const said = JSON.stringify(await answerOf(`/api/v1${pilot}${path}`)).replace(TIMES_AND_HASHES, '')
      expect(`${path}: ${said}`).not.toMatch(OUTCOME)
    }
    await lead.open(`${pilot}/results`)
    await lead.picture('results hidden')
  })

  chapter('is concluded and says what the numbers support', async () => {
    const owner = await who(OWNER)
    await owner.open(pilot)
    await owner.follow('Conclude')
    await owner.sees('0 of 3 passed')
    await owner.follow(/Mend.*Share delivered/)
    await owner.sees('Checks of the data')
    await owner.fill({ 'Share delivered': '100', 'How do you know': 'the configuration log of the game' })
    await owner.press('Record it')
    await tab(owner, 'Overview')
    await owner.follow('Conclude')
    await owner.tick(['I have looked at the checks'])
    await owner.press('Record the look')
    await owner.fill({ 'Reason for stopping early': 'All players of the test have had their seven days.' })
    await owner.picture('conclude')
    await owner.press('Conclude the pilot')
    await owner.sees('concluded')
    await tab(owner, 'Results')
    await owner.sees(DAY_SEVEN.control, DAY_SEVEN.treatment, 'harms', 'Evidence 5 of 5', /Rule fired\s*stop/)
    await owner.picture('results')
    await owner.unfold('Show the calculation')
    const text = (await owner.text()).replaceAll('−', '-')
    const figures = (text.match(/-?\d+\.\d+/g) ?? []).map(Number)
    for (const expected of [DAY_SEVEN.difference, DAY_SEVEN.lower, DAY_SEVEN.upper, DAY_SEVEN.p]) {
      expect(figures.map(figure => Number(figure.toPrecision(significant(expected))))).toContain(expected)
    }
    const api = JSON.stringify(await answerOf(`/api/v1${pilot}/results`))
    await tab(owner, 'Overview')
    const file = (await owner.download('Export as JSON')).toString()
    for (const expected of [DAY_SEVEN.lower, DAY_SEVEN.upper, DAY_SEVEN.p]) {
      expect(api).toContain(stem(expected))
      expect(file).toContain(stem(expected))
    }
  })

  chapter('gets a case, whose lines finance signs, and an answer to what a colleague objects', async () => {
    const team = await who(TEAM)
    await team.open(pilot)
    await tab(team, 'Case')
    await team.follow('Add the first line')
    await team.tick(['Benefit', 'It follows from the finding'])
    await team.fill({ Name: 'Players kept' })
    await team.fill(range('Annual volume', '1400000', '1500000', '1600000'))
    await team.fill(range('Money per unit', '1.10', '1.30', '1.50'))
    await team.fill(range('Share realised', '60', '80', '90'))
    await team.choose({ 'Class of a benefit': 'revenue' })
    await team.fill({ Source: 'revenue of a player, controlling' })
    await team.picture('case line')
    await team.press('Add the line')
    await team.follow('Add a line')
    await team.tick(['One-off cost', 'It is entered'])
    await team.fill({ Name: 'New levels before the gate' })
    await team.fill(range('Amount', '8000', '10000', '14000'))
    await team.fill({ Source: 'estimate of the studio' })
    await team.press('Add the line')
    await team.sees('It does not pay.')
    await team.picture('case')

    const finance = await called(FINANCE, 'Sign')
    await finance.follow(/Players kept/)
    await finance.tick(['Accept'])
    await finance.press('Sign this line')
    await finance.sees('accepted')
    await finance.picture('signed')

    const member = await who(MEMBER)
    await member.open(pilot)
    await tab(member, 'Decision')
    await member.follow('Raise, answer or read')
    await member.fill({ 'What speaks against this pilot': 'The test ran during a holiday.' })
    await member.press('Raise the objection')
    await called(TEAM, 'Answer')
    await team.fill({ Answer: 'Both groups played in the same weeks, drawn by chance.' })
    await team.press('Answer the objection')
    await team.sees('Both groups played in the same weeks')
    await team.picture('objections')
  })

  chapter('refuses whoever may not decide, and strangers everything', async () => {
    const team = await who(TEAM)
    await tab(team, 'Decision')
    expect(await team.page.getByRole('link', { name: /^(Scale|Extend|Adapt|Stop)$/ }).count()).toBe(0)
    expect(await team.open(`${pilot}/decision/stop`)).toBe(403)
    expect(await team.send(`${pilot}/decision`, { choice: 'stop', reason: 'We know best.' })).toBe(403)
    await team.open(`${pilot}/decision`)
    expect(await team.text()).not.toMatch(/stopped this pilot|Decision 1/)

    const { email } = await givenAccount(database, { name: STRANGER, email: 'nadia.petrov@example.com' })
    const stranger = await who(STRANGER)
    await stranger.open('/sign-in')
    await stranger.fill({ 'E-mail': email, Password: PASSWORD })
    await stranger.press('Sign in')
    for (const page of [program, pilot, `${pilot}/results`, `${pilot}/decision`, `${pilot}/plan/canonical.json`]) {
      expect(await stranger.open(page)).toBe(404)
    }
    expect(await stranger.text()).not.toContain(TITLE)
  })

  chapter('asks a second sponsor before anything opposes the rule', async () => {
    const sponsor = await called(SPONSOR, 'Decide')
    await sponsor.sees(`Opposes the rule: ${SECOND} must agree.`)
    await sponsor.picture('decision')
    await sponsor.follow('Scale')
    await sponsor.sees(`Your decision waits until ${SECOND} agrees; nothing happens before that.`)
    await sponsor.fill({ Reason: 'The shops ask for it.' })
    await sponsor.picture('against the rule')
    await sponsor.press('Scale, once a second sponsor agrees')
    await sponsor.sees('Scale waits for a second sponsor')
    await sponsor.open(pilot)
    await sponsor.sees(/concluded/)

    const second = await called(SECOND, 'Agree or refuse')
    await second.sees(`${SPONSOR} wants to scale.`, 'The shops ask for it.')
    await second.tick(['I refuse'])
    await second.fill({ Reason: 'Fewer players come back.' })
    await second.picture('second sponsor')
    await second.press('Give this answer')
    await second.sees('refused by the second sponsor')
  })

  chapter('is stopped by its sponsor, with the keyboard alone', async () => {
    const sponsor = await called(SPONSOR, 'Decide')
    await sponsor.keyTo('link', 'Stop')
    await sponsor.page.keyboard.press('Enter')
    await sponsor.page.waitForURL(/decision\/stop$/)
    await sponsor.keyTo('textbox', 'Reason')
    await sponsor.page.keyboard.type('Fewer players come back after a week, and it costs money besides.')
    await sponsor.picture('keyboard')
    await sponsor.keyTo('button', 'Stop')
    await sponsor.page.keyboard.press('Space')
    await sponsor.page.waitForURL(/decision$/)
    await sponsor.sees(`${SPONSOR} stopped this pilot`, 'it costs money besides', /Decision 1\s*scale\s*refused by the second sponsor/)
    await sponsor.picture('decided')
    await sponsor.open(pilot)
    await sponsor.sees(/stopped/)
    await sponsor.picture('stopped')
    await sponsor.open('/')
    await sponsor.sees('Nothing waits for you.')
  })

  it('scales another pilot against its rule only once the second sponsor agrees', async () => {
    const given = await givenConcluded(database)
    const firedRule = { row: 1, verdict: 'harms', evidenceAtLeast: 1, action: 'stop' } as const
    await givenFinding(database, given, { verdict: 'harms', firedRule, firedAction: 'stop' })
    await givenCase(database, given)
    const [sponsor, second] = await Promise.all(
      [given.parents.people.sponsor, given.parents.people.secondSponsor].map(async ({ name, email }) => {
        const person = await Person.arriving(chromium(), address(), name)
        people.set(email, person)
        await person.open(`/pilots/${given.pilot.id}/decision`)
        await person.fill({ 'E-mail': email, Password: PASSWORD })
        await person.press('Sign in')
        return person
      }),
    )
    if (!sponsor || !second) throw new Error('There are two sponsors.')
    await sponsor.follow('Scale')
    await sponsor.fill({ Reason: 'The harm is within what we accept.' })
    await sponsor.press('Scale, once a second sponsor agrees')
    await sponsor.sees('Scale waits for a second sponsor', /waits/)
    await second.open('/')
    await second.follow(/: Agree or refuse/)
    await second.tick(['I agree'])
    await second.fill({ Reason: 'Agreed, with the risk known.' })
    await second.press('Give this answer')
    await second.sees('scaling', /Tomas Berg agreed as second sponsor/)
  })
})

const range = (label: string, low: string, likely: string, high: string): Record<string, string> => ({
  [`${label}, low`]: low,
  [`${label}, likely`]: likely,
  [`${label}, high`]: high,
})

/** The digits of a number without its sign and without the last one, which may be rounded. */
const stem = (number: number): string => String(Math.abs(number)).slice(0, -1)
const significant = (number: number): number => String(Math.abs(number)).replace(/^0\.0*/, '').length

/** A calendar day so many days from now. */
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
