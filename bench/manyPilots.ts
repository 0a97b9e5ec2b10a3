import type { Database } from '../server/platform/database/database'

/**
 * Fills a program with pilots in every state, with segments, teams and, for proposals, scores of three raters each.
 * Written in a few statements, because ten thousand pilots through the forms would take hours.
 *
 * @param total how many pilots the program shall have in all; existing ones stay
 */
export async function manyPilots(database: Database, programId: string, total: number): Promise<void> {
  await database.write(async tx => {
    await tx.query(
      `INSERT INTO account (email, name, created_at)
       SELECT 'bench' || i || '@example.com', 'Person ' || i, now() FROM generate_series(1, 40) AS i
       ON CONFLICT (email) DO NOTHING`,
    )
    await tx.query(
      `INSERT INTO membership (program_id, account_id, roles, created_at, department_id)
       SELECT $1, a.id, CASE WHEN a.email LIKE 'bench1%' THEN ARRAY['sponsor'] ELSE ARRAY['member'] END, now(),
              (SELECT id FROM department WHERE program_id = $1 ORDER BY md5(a.email || id) LIMIT 1)
         FROM account a WHERE a.email LIKE 'bench%'
       ON CONFLICT (program_id, account_id) DO NOTHING`,
      [programId],
    )
    await tx.query(
      `WITH people AS (SELECT array_agg(account_id ORDER BY account_id) AS ids FROM membership WHERE program_id = $1),
            journeys AS (SELECT array_agg(id ORDER BY id) AS ids FROM journey WHERE program_id = $1),
            metrics AS (SELECT array_agg(id ORDER BY id) AS ids FROM metric WHERE program_id = $1),
            seen AS (SELECT coalesce(max(number), 0) AS number, count(*)::int AS pilots FROM pilot WHERE program_id = $1)
       INSERT INTO pilot (program_id, number, title, state, proposer_id, owner_id, sponsor_id, journey_id, journey_version,
                          metric_id, change, for_whom, expected_effect, because, smallest_effect, starts_on, ends_on,
                          budget_cents, state_since, created_at, submitted_at, scoring_closed_at)
       SELECT $1, seen.number + i, 'Pilot ' || (seen.number + i) || ': ' ||
              (ARRAY['call before the visit', 'shorter form', 'one bill', 'earlier reminder', 'named adviser'])[1 + i % 5],
              s.state, people.ids[1 + i % cardinality(people.ids)], people.ids[1 + (i * 7) % cardinality(people.ids)],
              people.ids[1 + (i * 11) % cardinality(people.ids)], journeys.ids[1 + i % cardinality(journeys.ids)], 1,
              metrics.ids[1 + i % cardinality(metrics.ids)], 'We change one step of the journey.', 'customers who order online',
              'fewer repeat contacts', 'they ask twice today', 0.02, date '2026-01-01' + i % 300, date '2026-03-01' + i % 300,
              1000000 + i * 100, now() - make_interval(days => i % 200), now() - make_interval(days => 200 + i % 200),
              CASE WHEN s.state <> 'draft' THEN now() END,
              CASE WHEN s.state NOT IN ('draft', 'proposed') THEN now() END
         FROM seen, people, journeys, metrics, generate_series(1, greatest(0, $2 - seen.pilots)) AS i,
              LATERAL (SELECT (ARRAY['draft', 'proposed', 'proposed', 'approved', 'running', 'running', 'concluded', 'scaling',
                                     'stopped', 'stopped', 'sustained', 'withdrawn'])[1 + i % 12] AS state) AS s`,
      [programId, total],
    )
    await tx.query(
      `INSERT INTO pilot_segment (pilot_id, kind, key)
       SELECT p.id, 'stage', s.key
         FROM pilot p
         JOIN journey_version v ON v.journey_id = p.journey_id AND v.number = p.journey_version
         JOIN stage s ON s.journey_version_id = v.id AND s.position % 3 = p.number % 3
        WHERE p.program_id = $1
       ON CONFLICT DO NOTHING`,
      [programId],
    )
    await tx.query(
      `WITH people AS (SELECT account_id, row_number() OVER (ORDER BY account_id) AS place, count(*) OVER () AS total
                         FROM membership WHERE program_id = $1)
       INSERT INTO pilot_team_member (pilot_id, account_id, added_at)
       SELECT p.id, people.account_id, now()
         FROM pilot p, generate_series(0, 2) AS k, people
        WHERE p.program_id = $1 AND people.place = 1 + (p.number * 3 + k) % people.total
       ON CONFLICT DO NOTHING`,
      [programId],
    )
    await tx.query(
      `WITH people AS (SELECT account_id, row_number() OVER (ORDER BY account_id) AS place, count(*) OVER () AS total
                         FROM membership WHERE program_id = $1),
            model AS (SELECT id FROM scoring_model WHERE program_id = $1 ORDER BY number DESC LIMIT 1)
       INSERT INTO score (pilot_id, rater_id, scoring_model_id, at, impact, complexity)
       SELECT p.id, people.account_id, model.id, now(), 1 + abs(hashtext(p.id::text || k)) % 400 / 100.0,
              1 + abs(hashtext(k || p.id::text)) % 400 / 100.0
         FROM pilot p, model, generate_series(0, 2) AS k, people
        WHERE p.program_id = $1 AND p.state = 'proposed' AND people.place = 1 + (p.number * 5 + k) % people.total
       ON CONFLICT DO NOTHING`,
      [programId],
    )
    await tx.query(
      `INSERT INTO score_value (score_id, scoring_criterion_id, value)
       SELECT s.id, c.id, 1 + abs(hashtext(s.id::text || c.id::text)) % 5
         FROM score s JOIN pilot p ON p.id = s.pilot_id JOIN scoring_criterion c ON c.scoring_model_id = s.scoring_model_id
        WHERE p.program_id = $1
       ON CONFLICT DO NOTHING`,
      [programId],
    )
  })
  // what autovacuum does within a minute of such a load
  await database.read(tx => tx.query('VACUUM ANALYZE'))
}
