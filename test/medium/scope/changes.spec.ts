import { beforeAll, expect, it } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, OperationTypeNode } from 'graphql';
import { neededRole } from '../../../apps/aggregator/src/api/graphql/access/needed-role.js';
import { isOfTheFleet } from '../../../apps/aggregator/src/api/graphql/scope/of-the-fleet.js';
import { describeIf, natsServer } from '../../support/requirements.js';
import { HIDDEN, type ScopedFleet, startScopedFleet } from '../../support/scope/scoped-fleet.js';

/** Of nobody but who asks; an export is made of the hosts that they see (`jobs.spec`). */
const OF_ONESELF = ['changePassword', 'createToken', 'revokeToken', 'endSession', 'startExport'];

describeIf(natsServer, 'all that can be changed, by an operator who sees one of two hosts', () => {
  let fleet: ScopedFleet;

  beforeAll(async () => {
    fleet = await startScopedFleet();
    // A token changes what it made itself, and nothing else.
    for (const [table, id] of [
      ['job', fleet.own.jobId],
      ['report', fleet.own.reportId],
    ] as const) {
      const sql = `UPDATE ${table} SET token_id = (SELECT id FROM api_token WHERE role = 'operator') WHERE id = $1`;
      await fleet.seed.query(sql, [id]);
    }
  }, 120_000);

  /** Changes of what is of a host that may be changed by operators. */
  const changesOf = (which: 'own' | 'hidden'): Readonly<Record<string, string>> => {
    const { id, alertId, patternId, annotationId, netIds, jobId, reportId } = fleet[which];
    const saved = `{ name: "x", input: { kind: FLEET }, schedule: { timeZone: "UTC", formats: [CSV] } }`;
    return {
      setHostLabels: `setHostLabels(id: "${id}", labels: [{ key: "changed", value: "yes" }]) { name }`,
      setLinkSpeed: `setLinkSpeed(interface: "${netIds[0]}", bitsPerSecond: 1e9) { name }`,
      patternFeedback: `patternFeedback(id: "${patternId}", verdict: EXPECTED) { sentence }`,
      acknowledgeAlerts: `acknowledgeAlerts(ids: ["${alertId}"], by: "me") { alerts { sentence } }`,
      annotate: `annotate(input: { hostId: "${id}", text: "a note", author: "me" }) { annotation { id } refusals { field reason } }`,
      deleteAnnotation: `deleteAnnotation(id: "${annotationId}")`,
      startReport: `startReport(input: { kind: HOST, host: "${id}" }, formats: [CSV]) { job { title } refusals { reason } }`,
      cancelJob: `cancelJob(id: "${jobId}") { job { title } refusals { reason } }`,
      saveReport: `saveReport(id: "${reportId}", input: ${saved}) { report { name } refusals { field reason } }`,
      runReport: `runReport(id: "${reportId}") { job { title } refusals { reason } }`,
      deleteReport: `deleteReport(id: "${reportId}")`,
    };
  };
  /** Those of the whole fleet, whom a scope keeps everybody from. */
  const ofTheFleet = (): Readonly<Record<string, string>> => {
    const { silenceId, windowId, quotaId } = fleet.own;
    return {
      silence: `silence(input: { until: "2027-01-01T00:00:00Z", comment: "x" }) { refusals { reason } }`,
      endSilence: `endSilence(id: "${silenceId}")`,
      saveMaintenanceWindow: `saveMaintenanceWindow(input: { name: "x", from: "01:00", to: "02:00" }) { refusals { reason } }`,
      deleteMaintenanceWindow: `deleteMaintenanceWindow(id: "${windowId}")`,
      saveQuota: `saveQuota(input: { name: "x", subject: { kind: FLEET }, cycle: { kind: DAILY }, measure: IN }) { refusals { reason } }`,
      deleteQuota: `deleteQuota(id: "${quotaId}")`,
    };
  };
  const stored = async (): Promise<string> => {
    const tables = [
      ...['annotation', 'pattern_feedback', 'alert_request', 'silence', 'maintenance', 'link_speed', 'quota'],
      ...['job', 'report'],
    ];
    const rows = await Promise.all(tables.map((table) => fleet.seed.query(`SELECT * FROM ${table} ORDER BY 1, 2`)));
    return JSON.stringify([rows, await fleet.seed.query('SELECT id, labels FROM host ORDER BY id')]);
  };

  it('knows each mutation: of a host, of the fleet, of oneself, or of admins', async () => {
    const { data } = await fleet.ask(getIntrospectionQuery());
    const fields = Object.keys(
      buildClientSchema(data as unknown as IntrospectionQuery)
        .getMutationType()
        ?.getFields() ?? {},
    );
    const isBound = (field: string): boolean =>
      neededRole(OperationTypeNode.MUTATION, field) === 'admin' || isOfTheFleet(field);
    const known = [...Object.keys(changesOf('own')), ...OF_ONESELF];
    expect(fields.filter((field) => !isBound(field)).sort()).toEqual(known.sort());
    for (const [field, change] of Object.entries(ofTheFleet())) {
      const { errors } = await fleet.ask(`mutation { ${change} }`, fleet.operator);
      expect([field, errors?.[0]?.extensions?.code]).toEqual([field, 'FORBIDDEN']);
    }
  }, 120_000);

  it('changes nothing of the other host, which is not there', async () => {
    const before = await stored();
    for (const [name, change] of Object.entries({ ...changesOf('hidden'), ...ofTheFleet() })) {
      const answer = await fleet.ask(`mutation { ${change} }`, fleet.operator);
      const text = answer.text.replaceAll(fleet.hidden.alertId, '');
      expect([name, text]).toEqual([name, expect.not.stringMatching(HIDDEN)]);
      expect([name, answer.text]).toEqual([name, expect.stringMatching(/"errors"|"refusals":\[\{/)]);
    }
    // Nor is a note left to all hosts, of whom one sees a few.
    const note = await fleet.ask('mutation { annotate(input: { text: "x" }) { refusals { field } } }', fleet.operator);
    expect(note.data).toEqual({ annotate: { refusals: [{ field: 'hostId' }] } });
    expect(await stored()).toBe(before);
  }, 120_000);

  it('changes what is of the own host', async () => {
    const startExport = 'startExport(path: "/api/v1/export/hosts.csv") { job { title } refusals { reason } }';
    for (const [name, change] of Object.entries({ ...changesOf('own'), startExport })) {
      const answer = await fleet.ask(`mutation { ${change} }`, fleet.operator);
      expect([name, answer.errors ?? []]).toEqual([name, []]);
      expect([name, answer.text]).toEqual([name, expect.not.stringContaining('"refusals":[{')]);
    }
  }, 120_000);

  it('makes no token that sees more', async () => {
    const wider = `createToken(input: { name: "wider", role: VIEWER, expiresAt: "${new Date(Date.now() + 60_000).toISOString()}", scope: { hosts: ["*"] } }) { secret refusals { field } }`;
    const { data } = await fleet.ask(`mutation { ${wider} }`, fleet.operator);
    const secret = (data?.['createToken'] as { secret?: string } | undefined)?.secret;
    if (!secret) return;
    const seen = await fleet.ask('{ hosts { nodes { name } } }', { authorization: `Bearer ${secret}` });
    expect(seen.text).not.toMatch(HIDDEN);
  });
});
