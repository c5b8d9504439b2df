import { randomBytes } from 'node:crypto';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALERT_SETTING_SUBJECT, ALERT_SUBJECT, encodeAlerts } from '@weir/model';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { startHook, type Hook } from '../support/alerts/hook.js';
import { openAlertSeed, type AlertSeed } from '../support/alerts/seed.js';
import { askGraphql } from '../support/graphql.js';
import { FLEET_IDS, type FleetApi, startFleetApi } from '../support/inventory.js';
import { askPage, askPages } from '../support/list.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { netIdOf } from '../support/seed.js';

const MINUTE_MS = 60_000;
const NOW = Date.now();
const [ONE = '', TWO = ''] = FLEET_IDS;
const UPLINK = netIdOf(ONE, 'host/eth0');

interface Refused {
  readonly refusals: readonly { readonly field: string; readonly reason: string; readonly line: number | null }[];
}

describeIf(natsServer, 'alerts in the API', () => {
  let fleet: FleetApi;
  let seed: AlertSeed;
  let nats: NatsConnection;
  let hook: Hook;

  const ask = async <T>(query: string, variables: Record<string, unknown> = {}): Promise<T> => {
    const { data, errors } = await askGraphql<T>(fleet.url, query, variables);
    if (!data || errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  const fieldAtFault = async (query: string, variables = {}): Promise<string | undefined> =>
    (await askGraphql(fleet.url, query, variables)).errors?.[0]?.extensions?.field;
  const refusalsOf = async (query: string, variables: Record<string, unknown>): Promise<Record<string, string>> => {
    const answer = await ask<{ result: Refused }>(query, variables);
    return Object.fromEntries(answer.result.refusals.map(({ field, reason }) => [field, reason]));
  };
  const idsOf = async (args: string): Promise<string[]> =>
    (
      await askPage<{ id: string }>(fleet.url, { list: 'alerts', args: args === '' ? '' : `${args},`, fields: 'id' })
    ).nodes.map(({ id }) => id);

  beforeAll(async () => {
    hook = await startHook();
    fleet = await startFleetApi(3, {
      WEIR_SECRET_KEYS: randomBytes(32).toString('base64'),
      WEIR_ALERT_ALLOWED_ADDRESSES: '127.0.0.1/32',
      WEIR_PUBLIC_URL: 'https://weir.example',
    });
    nats = await connect({ servers: fleet.natsUrl });
    seed = openAlertSeed(fleet.seed);
  });

  afterAll(async () => {
    await nats.close();
    await hook.stop();
    await fleet.seed.end();
  });

  describe('rules', () => {
    const SAVE = `mutation ($rule: AlertRuleInput!, $later: Boolean) {
      result: saveAlertRule(rule: $rule, mayMatchNothing: $later) { rule { id name summary scope threshold { figure above clear } labels { key value } groupBy isDefault faults { field } } refusals { field reason line } } }`;
    const CPU = { name: 'CPU above 80 %', per: 'HOST', threshold: { figure: 'cpuPercent', above: 80, clear: 75 } };

    it('are saved under a name made of theirs, and changed under that', async () => {
      const rule = {
        ...CPU,
        scope: { stack: { eq: 'shop' }, classes: ['BOND_MEMBER', 'UPLINK'] },
        labels: [{ key: 'team', value: 'net' }],
        forSeconds: 600,
      };
      const made = await ask<{ result: { rule: { id: string } } }>(SAVE, { rule, later: true });
      expect(made.result.rule).toEqual({
        ...{ id: 'cpu-above-80', name: CPU.name, summary: 'CPU above 80 % for 10 min', isDefault: false, faults: [] },
        ...{ scope: { stack: { eq: 'shop' }, classes: ['BOND_MEMBER', 'UPLINK'] }, threshold: CPU.threshold },
        ...{ labels: [{ key: 'team', value: 'net' }], groupBy: 'HOST' },
      });
      const again = await ask<{ result: { rule: { id: string } } }>(SAVE, { rule: CPU });
      expect(again.result.rule.id).toBe('cpu-above-80-2');
      await ask(SAVE, { rule: { ...CPU, id: 'cpu-above-80', name: 'CPU' } });
      const { alertRules } = await ask<{ alertRules: { id: string; name: string }[] }>('{ alertRules { id name } }');
      expect(alertRules.map(({ name }) => name)).toEqual(['CPU', 'CPU above 80 %']);
    });

    it.each([
      [
        'a figure that is not known',
        { threshold: { figure: 'cpuPercnt', above: 80 } },
        'threshold.figure',
        'was cpuPercent meant?',
      ],
      ['a template', { message: 'on {{hots}}' }, 'message', 'line 1, column 4'],
      ['two conditions', { absence: { afterSeconds: 30 } }, 'absence', 'one rule of each'],
      ['a scope of nothing', { scope: { host: { eq: 'host-99' } } }, 'scope', 'matches no host'],
      [
        'a scope that is none',
        { scope: { addresses: { inSubnet: '10.0.0.0/99' } } },
        'scope.addresses.inSubnet',
        'CIDR',
      ],
      ['a channel that is none', { channels: ['nobody'] }, 'channels[0]', 'is no channel'],
      ['no condition', { threshold: null }, 'threshold', 'one is missing'],
    ])('are refused at the field: %s', async (_, changes, field, reason) => {
      const refusals = await refusalsOf(SAVE, { rule: { ...CPU, id: 'refused', ...changes } });
      expect(refusals).toEqual({ [field]: expect.stringContaining(reason) });
      expect(await ask('{ alertRule(id: "refused") { id } }')).toEqual({ alertRule: null });
    });

    it('of a series that does not exist are refused, and taken where it is to come', async () => {
      const rule = {
        id: 'to-come',
        name: 'To come',
        per: 'INTERFACE',
        scope: { interface: { eq: 'eth7' } },
        threshold: { figure: 'rxBytesPerSecond', above: 1 },
      };
      expect(await refusalsOf(SAVE, { rule })).toEqual({ scope: expect.stringContaining('matches no interface') });
      expect(await refusalsOf(SAVE, { rule, later: true })).toEqual({});
      expect(await refusalsOf(SAVE, { rule: { ...rule, scope: { interface: { eq: 'eth0' } } } })).toEqual({});
      expect(await ask('mutation { deleteAlertRule(id: "to-come") }')).toEqual({ deleteAlertRule: 'to-come' });
      expect(await fieldAtFault('mutation { deleteAlertRule(id: "to-come") }')).toBe('id');
    });

    it('are switched off and on', async () => {
      const set = `mutation ($on: Boolean!) { enableAlertRule(id: "cpu-above-80", isEnabled: $on) { isEnabled threshold { above } } }`;
      expect(await ask(set, { on: false })).toEqual({
        enableAlertRule: { isEnabled: false, threshold: { above: 80 } },
      });
      expect(await ask(set, { on: true })).toMatchObject({ enableAlertRule: { isEnabled: true } });
      expect(await fieldAtFault('mutation { enableAlertRule(id: "nobody", isEnabled: true) { id } }')).toBe('id');
    });

    it('that this version does not understand are shown with what is wrong', async () => {
      await fleet.seed.query(
        `INSERT INTO alert_rule (id, rule, position) VALUES ('newer', '{"id": "newer", "name": "Newer", "per": "galaxy"}', 99)`,
      );
      const { alertRule } = await ask<{ alertRule: { faults: { field: string }[] } }>(
        '{ alertRule(id: "newer") { name isEnabled faults { field reason } } }',
      );
      expect(alertRule).toMatchObject({ name: 'Newer', isEnabled: false });
      expect(alertRule.faults.map(({ field }) => field)).toContain('per');
      expect(await fieldAtFault('mutation { enableAlertRule(id: "newer", isEnabled: true) { id } }')).toBe('id');
      await ask('mutation { deleteAlertRule(id: "newer") }');
    });

    const IMPORT = `mutation ($yaml: String!, $replace: Boolean) {
      result: importAlertRules(yaml: $yaml, replace: $replace) { rules { id } deletedCount refusals { field reason line column } } }`;
    const yamlOf = (scope: string, above: string): string =>
      `version: 1\nrules:\n  - id: cpu\n    name: CPU\n    per: host\n    scope: ${scope}\n    threshold: { figure: cpuPercent, above: ${above} }\n`;

    it('come from YAML and go there; faults are told by line, of what is not there too', async () => {
      const faults = async (yaml: string): Promise<string[]> => {
        const { result } = await ask<{ result: Refused }>(IMPORT, { yaml, replace: true });
        return result.refusals.map(({ field, line }) => `${line} ${field}`);
      };
      expect(await faults(yamlOf('{}', 'high'))).toEqual(['7 rules[0].threshold.above']);
      expect(await faults(yamlOf('{ host: { eq: host-99 } }', '80'))).toEqual(['6 rules[0].scope']);
      expect((await ask<{ alertRules: unknown[] }>('{ alertRules { id } }')).alertRules).toHaveLength(2);
      const { result } = await ask<{ result: object }>(IMPORT, {
        yaml: yamlOf('{ host: { eq: host-01 } }', '80'),
        replace: true,
      });
      expect(result).toEqual({ rules: [{ id: 'cpu' }], deletedCount: 2, refusals: [] });
      const { alertRulesYaml } = await ask<{ alertRulesYaml: string }>('{ alertRulesYaml }');
      expect(await ask(IMPORT, { yaml: alertRulesYaml, replace: true })).toEqual({
        result: { ...result, deletedCount: 0 },
      });
    });

    it('are told what they can look at', async () => {
      const { alertFigures, changeKinds } = await ask<{ alertFigures: { name: string }[]; changeKinds: string[] }>(
        '{ alertFigures { name title unit levels } changeKinds }',
      );
      expect(alertFigures).toContainEqual({
        name: 'cpuPercent',
        title: 'CPU',
        unit: '%',
        levels: ['CONTAINER', 'HOST'],
      });
      expect(changeKinds).toEqual(expect.arrayContaining(['container.started', 'interface.mtu']));
    });
  });

  describe('what people set', () => {
    const matching = `comment: "x", until: "${new Date(NOW + 60 * MINUTE_MS).toISOString()}"`;
    const FIELDS = '{ refusals { field reason } }';
    const uuidOf = (place: string): string => `lpad(to_hex(${place}), 32, '0')::uuid`;

    it.each([
      [
        'rules',
        'name',
        `saveAlertRule(rule: { id: "one-more", name: "One more", per: HOST, absence: { afterSeconds: 60 } }) ${FIELDS}`,
        `INSERT INTO alert_rule (id, rule, position) SELECT 'filler-' || place, '{}', place FROM generate_series(1, 2000) AS place`,
        `DELETE FROM alert_rule WHERE id LIKE 'filler-%' OR id = 'one-more'`,
      ],
      [
        'rules of a file',
        'rules',
        `importAlertRules(yaml: "version: 1\\nrules: [{ id: one-more, name: One more, per: host, absence: { afterSeconds: 60 } }]") ${FIELDS}`,
        `INSERT INTO alert_rule (id, rule, position) SELECT 'filler-' || place, '{}', place FROM generate_series(1, 2000) AS place`,
        `DELETE FROM alert_rule WHERE id LIKE 'filler-%' OR id = 'one-more'`,
      ],
      [
        'channels',
        'name',
        `saveChannel(input: { name: "one-more", kind: ALERTMANAGER, settings: { url: "http://127.0.0.1:1" } }) ${FIELDS}`,
        `INSERT INTO channel (name, kind, settings) SELECT 'filler-' || place, 'alertmanager', '{}' FROM generate_series(1, 100) AS place`,
        `DELETE FROM channel WHERE name LIKE 'filler-%' OR name = 'one-more'`,
      ],
      [
        'silences that are not over',
        'scope',
        `silence(input: { ${matching} }) ${FIELDS}`,
        `INSERT INTO silence (id, given, from_at, until_at)
         SELECT ${uuidOf('place')}, '{}', now(), now() + place % 2 * interval '1 hour' FROM generate_series(1, 2000) AS place`,
        `DELETE FROM silence`,
      ],
      [
        'windows',
        'name',
        `saveMaintenanceWindow(input: { name: "One more", from: "01:00", to: "02:00" }) ${FIELDS}`,
        `INSERT INTO maintenance (id, given) SELECT ${uuidOf('place')}, '{}' FROM generate_series(1, 500) AS place`,
        `DELETE FROM maintenance`,
      ],
    ])('is bounded: %s are refused at %s', async (_, field, mutation, fill, empty) => {
      await fleet.seed.query(fill);
      const full = await refusalsOf(`mutation { result: ${mutation} }`, {});
      await fleet.seed.query(empty);
      expect(full).toEqual({ [field]: expect.stringContaining('would make more than') });
      expect(await refusalsOf(`mutation { result: ${mutation} }`, {})).toEqual({});
      await fleet.seed.query(empty);
    });
  });

  describe('in lists', () => {
    const ids: string[] = [];

    beforeAll(async () => {
      await seed.rule('host-cpu', {
        name: 'CPU above 80 %',
        per: 'host',
        threshold: { figure: 'cpuPercent', above: 80 },
        runbookUrl: 'https://wiki.example/cpu',
        labels: { team: 'net' },
      });
      await seed.incident('incident-1', { openedMs: NOW - 30 * MINUTE_MS, severity: 'critical' });
      const host = { level: 'host', key: ONE, name: 'host-01', hostId: ONE, hostName: 'host-01' };
      const container = {
        level: 'container',
        key: 'web'.padEnd(64, String(fleet.hostIds[0]! % 10)),
        name: 'web',
        hostId: ONE,
        hostName: 'host-01',
        service: 'shop/web',
        containerId: 'web',
      };
      const service = { level: 'service', key: 'shop/web', name: 'shop/web', service: 'shop/web' };
      const uplink = { level: 'interface', key: UPLINK, name: 'eth0', hostId: ONE, hostName: 'host-01' };
      const other = { level: 'host', key: TWO, name: 'host-02', hostId: TWO, hostName: 'host-02' };
      await seed.alert('a-cpu', {
        ruleId: 'host-cpu',
        subject: host,
        severity: 'warning',
        state: 'firing',
        firedMs: NOW - 30 * MINUTE_MS,
        incidentId: 'incident-1',
        value: 91.5,
      });
      await seed.alert('b-web', {
        ruleId: 'gone-rule',
        subject: container,
        severity: 'critical',
        state: 'acknowledged',
        firedMs: NOW - 20 * MINUTE_MS,
        incidentId: 'incident-1',
        acknowledged: { by: 'Ada', atMs: NOW, note: 'on it' },
      });
      await seed.alert('c-service', {
        ruleId: 'host-cpu',
        subject: service,
        severity: 'info',
        state: 'firing',
        firedMs: NOW - 10 * MINUTE_MS,
        silencedBy: '0f8fad5b-d9cb-469f-a165-70867728950e',
      });
      await seed.alert('d-over', {
        ruleId: 'host-cpu',
        subject: uplink,
        severity: 'warning',
        state: 'resolved',
        firedMs: NOW - 600 * MINUTE_MS,
        resolvedMs: NOW - 500 * MINUTE_MS,
        sentence: 'eth0 was full, 100 % of it',
      });
      await seed.alert('e-quiet', {
        ruleId: 'host-cpu',
        subject: other,
        severity: 'warning',
        state: 'firing',
        firedMs: NOW - 5 * MINUTE_MS,
        inhibitedBy: 'a-cpu',
      });
      await seed.alert('f-pending', {
        ruleId: 'host-cpu',
        subject: other,
        severity: 'warning',
        state: 'pending',
        firedMs: null,
      });
      ids.push('e-quiet', 'c-service', 'b-web', 'a-cpu', 'd-over');
    });

    it.each([
      ['', 'e-quiet c-service b-web a-cpu d-over'],
      ['states: [FIRING]', 'e-quiet c-service a-cpu'],
      ['states: [PENDING, ACKNOWLEDGED]', 'f-pending b-web'],
      ['severities: [CRITICAL, INFO]', 'c-service b-web'],
      ['rules: ["gone-rule"]', 'b-web'],
      [`host: "${ONE}"`, 'b-web a-cpu d-over'],
      ['host: "nobody"', ''],
      ['text: "WAS FULL, 100 %"', 'd-over'],
      ['incident: "incident-1"', 'b-web a-cpu'],
      ['filter: { service: { eq: "shop/web" } }', 'e-quiet c-service b-web a-cpu'],
      ['filter: { interface: { eq: "eth0" }, classes: [UPLINK] }', 'e-quiet a-cpu d-over'],
      ['filter: { host: { eq: "host-02" } }', 'e-quiet'],
      [
        `from: "${new Date(NOW - 550 * MINUTE_MS).toISOString()}", to: "${new Date(NOW - 400 * MINUTE_MS).toISOString()}"`,
        'd-over',
      ],
    ])('are those asked for: %s', async (args, expected) => {
      expect((await idsOf(args)).join(' ')).toBe(expected);
    });

    it.each([
      ['from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z"', 'from'],
      ['first: 0', 'first'],
      ['after: "nonsense"', 'after'],
      ['filter: { addresses: { inSubnet: "x" } }', 'filter.addresses.inSubnet'],
    ])('are refused at the field: %s', async (args, field) => {
      expect(await fieldAtFault(`{ alerts(${args}) { nodes { id } } }`)).toBe(field);
    });

    it('are none of ids that nothing can have', async () => {
      expect(await ask('{ alertRule(id: "\\u0000") { id } incident(id: "\\u0000") { id } }')).toEqual({
        alertRule: null,
        incident: null,
      });
      expect(await fieldAtFault('mutation { deleteAlertRule(id: "\\u0000") }')).toBe('id');
    });

    it('come page by page, each once', async () => {
      const pages = await askPages<{ id: string }>(fleet.url, { list: 'alerts', fields: 'id' }, 2);
      expect(pages.flatMap(({ nodes }) => nodes.map(({ id }) => id))).toEqual(ids);
      expect(pages.map(({ totalCount }) => totalCount)).toEqual([5, 5, 5]);
    });

    it('say what they are of, by what rule, and why they are quiet', async () => {
      const { alerts } = await ask<{ alerts: { nodes: Record<string, unknown>[] } }>(
        `{ alerts { nodes { id ruleName unit value runbookUrl labels { key value } whyQuiet acknowledgement { by note }
           subject { level key interfaceId hostName } incident { id title alertCount } host { name } } } }`,
      );
      const byId = Object.fromEntries(alerts.nodes.map((node) => [String(node['id']), node]));
      expect(byId['a-cpu']).toMatchObject({
        ...{ ruleName: 'CPU above 80 %', unit: '%', value: 91.5, runbookUrl: 'https://wiki.example/cpu' },
        ...{
          labels: [{ key: 'team', value: 'net' }],
          incident: { id: 'incident-1', title: 'b-web is wrong, and 1 more', alertCount: 2 },
        },
        host: { name: 'host-01' },
      });
      expect(byId['b-web']).toMatchObject({
        ruleName: 'gone-rule',
        unit: null,
        acknowledgement: { by: 'Ada', note: 'on it' },
      });
      expect(byId['c-service']).toMatchObject({ whyQuiet: expect.stringContaining('silence'), host: null });
      expect(byId['e-quiet']).toMatchObject({ whyQuiet: 'explained by: a-cpu is wrong' });
      expect(byId['d-over']).toMatchObject({ subject: { level: 'INTERFACE', interfaceId: UPLINK } });
    });

    it('take as many statements however many there are', async () => {
      const query = `query ($first: Int) { alerts(first: $first) { nodes { ruleName unit runbookUrl whyQuiet host { name }
        incident { title alertCount alerts(first: 5) { id ruleName } deliveries { title } } } } }`;
      const statementsOf = async (first: number): Promise<number> => {
        fleet.watched.take();
        await ask(query, { first });
        return fleet.watched.take().filter((sql) => /alert|incident|outbox|silence/.test(sql)).length;
      };
      await statementsOf(1);
      expect(await statementsOf(5)).toBeLessThanOrEqual(9);
      await seed.many(100, NOW - 60 * MINUTE_MS);
      expect(await statementsOf(100)).toBeLessThanOrEqual(9);
      await seed.takeMany();
    });

    it('are summed up', async () => {
      const { alertSummary } = await ask<{ alertSummary: object }>(
        '{ alertSummary { critical warning info acknowledged silenced evaluatedAt isRunning channelCount } }',
      );
      expect(alertSummary).toEqual({
        ...{ critical: 0, warning: 1, info: 0, acknowledged: 1, silenced: 2, evaluatedAt: null, isRunning: false },
        channelCount: 0,
      });
    });

    it('are told of as incidents', async () => {
      const list = async (args: string): Promise<unknown> =>
        (
          await ask<{ incidents: { nodes: unknown } }>(
            `{ incidents(${args}) { nodes { id severity title alerts(first: 1) { id } } } }`,
          )
        ).incidents.nodes;
      const known = [
        { id: 'incident-1', severity: 'CRITICAL', title: 'b-web is wrong, and 1 more', alerts: [{ id: 'b-web' }] },
      ];
      expect(await list('open: true, severities: [CRITICAL]')).toEqual(known);
      expect(await list('text: "A-CPU IS"')).toEqual(known);
      expect(await list('open: false')).toEqual([]);
      expect(await list('text: "eth0"')).toEqual([]);
      expect(await ask('{ incident(id: "nobody") { id } }')).toEqual({ incident: null });
    });

    it('are acknowledged: by whoever runs rules, or it is on its way', async () => {
      const take = `mutation ($ids: [ID!]!) { acknowledgeAlerts(ids: $ids, by: "Ada", note: "on it") { isTaken alerts { id state } } }`;
      expect(await ask(take, { ids: ['a-cpu'] })).toEqual({
        acknowledgeAlerts: { isTaken: false, alerts: [{ id: 'a-cpu', state: 'FIRING' }] },
      });
      const [waiting] = await fleet.seed.query('SELECT alert_ids, acknowledged_by, note FROM alert_request');
      expect(waiting).toEqual({ alert_ids: ['a-cpu'], acknowledged_by: 'Ada', note: 'on it' });
      // What nobody took for an hour is gone as somebody asks again.
      await fleet.seed.query(`UPDATE alert_request SET asked_at = now() - interval '61 minutes'`);
      await ask(take, { ids: ['a-cpu'] });
      expect(await fleet.seed.query('SELECT FROM alert_request')).toHaveLength(1);
      await fleet.seed.query('DELETE FROM alert_request');
      const asked = ask<{ acknowledgeAlerts: { isTaken: boolean } }>(take, { ids: ['a-cpu'] });
      await seed.takeRequests();
      expect((await asked).acknowledgeAlerts).toEqual({
        isTaken: true,
        alerts: [{ id: 'a-cpu', state: 'ACKNOWLEDGED' }],
      });
      expect(await fieldAtFault(take, { ids: ['nobody'] })).toBe('ids');
      expect(await fieldAtFault(take, { ids: [] })).toBe('ids');
      expect(await fieldAtFault('mutation { acknowledgeAlerts(ids: ["a-cpu"], by: " ") { isTaken } }')).toBe('by');
    });

    it('are told of as they change', async () => {
      const client = createClient({
        url: `${fleet.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
      });
      const news = client.iterate({
        query: 'subscription { alertsChanged { alerts { id state ruleName } gone incidents areSettings isMore } }',
      });
      const next = async (tell: () => void): Promise<unknown> => {
        const telling = setInterval(tell, 300);
        const { value } = await news.next().finally(() => clearInterval(telling));
        return (value as { data: { alertsChanged: unknown } }).data.alertsChanged;
      };
      const told = await next(() =>
        nats.publish(ALERT_SUBJECT, encodeAlerts({ v: 1, alerts: ['b-web', 'no-more'], incidents: ['incident-1'] })),
      );
      expect(told).toEqual({
        ...{ alerts: [{ id: 'b-web', state: 'ACKNOWLEDGED', ruleName: 'gone-rule' }], gone: ['no-more'] },
        ...{ incidents: ['incident-1'], areSettings: false, isMore: false },
      });
      await seed.rule('gone-rule', { name: 'Back again', per: 'host', absence: { afterSeconds: 30 } });
      const settings = await next(() => nats.publish(ALERT_SETTING_SUBJECT));
      expect(settings).toMatchObject({ areSettings: true });
      const renamed = await next(() =>
        nats.publish(ALERT_SUBJECT, encodeAlerts({ v: 1, alerts: ['b-web'], incidents: [] })),
      );
      expect(JSON.stringify(renamed)).toContain('Back again');
      await news.return?.();
      await client.dispose();
    });
  });

  describe('that are kept quiet', () => {
    const SILENCE = `mutation ($input: AlertSilenceInput!) { result: silence(input: $input) {
      silence { id isActive by comment matcher { rules severities labels { key value } scope } } refusals { field reason line } } }`;
    const WINDOW = `mutation ($input: MaintenanceWindowInput!) { result: saveMaintenanceWindow(input: $input) {
      window { id name from to weekdays isQuietNow nextTimes(count: 2) { from until } } refusals { field reason line } } }`;
    const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * MINUTE_MS).toISOString();

    it('are so for a time, which can be ended', async () => {
      const input = {
        rules: ['host-cpu'],
        severities: ['WARNING'],
        labels: [{ key: 'team', value: 'net' }],
        scope: { classes: ['UPLINK'] },
        until: inMinutes(60),
        by: 'Ada',
        comment: 'cabling',
      };
      const { result } = await ask<{ result: { silence: { id: string } } }>(SILENCE, { input });
      expect(result).toEqual({
        silence: {
          ...{ id: expect.any(String), isActive: true, by: 'Ada', comment: 'cabling' },
          matcher: {
            rules: ['host-cpu'],
            severities: ['WARNING'],
            labels: [{ key: 'team', value: 'net' }],
            scope: { classes: ['UPLINK'] },
          },
        },
        refusals: [],
      });
      const { id } = result.silence;
      expect(await ask('{ silences { id } }')).toEqual({ silences: [{ id }] });
      await fleet.seed.query(`UPDATE alert SET silenced_by = $1 WHERE id = 'c-service'`, [id]);
      const { alerts } = await ask<{ alerts: { nodes: unknown } }>(
        '{ alerts(severities: [INFO]) { nodes { whyQuiet } } }',
      );
      expect(alerts.nodes).toEqual([{ whyQuiet: 'silenced by Ada: cabling' }]);
      expect(await ask(`mutation { endSilence(id: "${id}") }`)).toEqual({ endSilence: id });
      expect(await ask('{ silences { id } over: silences(over: true) { id isActive } }')).toEqual({
        silences: [],
        over: [{ id, isActive: false }],
      });
      expect(await fieldAtFault(`mutation { endSilence(id: "${id}") }`)).toBe('id');
      expect(await fieldAtFault('mutation { endSilence(id: "nobody") }')).toBe('id');
    });

    it('are refused at the field', async () => {
      const input = { until: inMinutes(60), comment: 'cabling' };
      const refused = async (changes: object): Promise<string[]> =>
        Object.keys(await refusalsOf(SILENCE, { input: { ...input, ...changes } }));
      expect(await refused({ until: inMinutes(-1) })).toEqual(['until']);
      expect(await refused({ from: inMinutes(-60), until: inMinutes(-1) })).toEqual(['until']);
      expect(await refused({ until: inMinutes(100 * 1_440) })).toEqual(['until']);
      expect(await refused({ comment: '' })).toEqual(['comment']);
      expect(await refused({ id: 'x' })).toEqual(['id']);
      expect(await refused({ scope: { labels: [{ key: '' }] } })).toEqual(['scope.labels[0].key']);
    });

    it('are so again and again', async () => {
      const input = { name: 'Patch day', timeZone: 'Europe/Berlin', from: '00:00', to: '00:00', weekdays: [] };
      const { result } = await ask<{ result: { window: { id: string; nextTimes: unknown[] } } }>(WINDOW, { input });
      expect(result).toMatchObject({
        window: { name: 'Patch day', from: '00:00', to: '00:00', isQuietNow: true },
        refusals: [],
      });
      expect(result.window.nextTimes).toHaveLength(2);
      expect(await ask('{ maintenanceWindows { id isQuietNow nextTimes { from } } }')).toMatchObject({
        maintenanceWindows: [{ id: result.window.id }],
      });
      const refused = async (changes: object): Promise<string[]> =>
        Object.keys(await refusalsOf(WINDOW, { input: { ...input, ...changes } }));
      expect(await refused({ from: '25:00', timeZone: 'Europe/Berln' })).toEqual(
        expect.arrayContaining(['from', 'timeZone']),
      );
      expect(await refused({ weekOfMonth: 2 })).toEqual(['weekdays']);
      expect(await fieldAtFault('{ maintenanceWindows { nextTimes(count: 99) { from } } }')).toBe('count');
      await ask(`mutation { deleteMaintenanceWindow(id: "${result.window.id}") }`);
      expect(await fieldAtFault(`mutation { deleteMaintenanceWindow(id: "${result.window.id}") }`)).toBe('id');
    });
  });

  describe('by channels', () => {
    const SECRET = `whsec_${randomBytes(32).toString('base64')}`;
    const CHANNEL = `channel { name kind settings secretsSet takesAll isEnabled pace { mostPerMinute digestSeconds remindSeconds } lastSentAt lastFailure { field reason } waitingCount }`;
    const SAVE = `mutation ($input: ChannelInput!) { result: saveChannel(input: $input) { ${CHANNEL} refusals { field reason line } } }`;
    const TEST = `mutation ($input: ChannelInput, $name: String) { result: testChannel(input: $input, name: $name) { isSent answer field reason refusals { field reason } } }`;
    const answers: unknown[] = [];
    const note = async <T>(query: string, variables = {}): Promise<T> => {
      const answer = await askGraphql<T>(fleet.url, query, variables);
      answers.push(answer);
      if (!answer.data || answer.errors) throw new Error(JSON.stringify(answer.errors));
      return answer.data;
    };
    const webhook = (settings: object): object => ({ name: 'ops', kind: 'WEBHOOK', settings });

    it('are tried before they are saved, really, and say what is at fault', async () => {
      const input = webhook({ url: `${hook.url}/hook`, secret: SECRET });
      expect(await note(TEST, { input })).toEqual({
        result: { isSent: true, answer: expect.any(String), field: null, reason: null, refusals: [] },
      });
      expect(hook.take()).toEqual([
        expect.objectContaining({ path: '/hook', body: expect.stringContaining('this channel works') }),
      ]);
      const fault = async (settings: object): Promise<string> => {
        const { result } = await note<{ result: { isSent: boolean; field: string; reason: string } }>(TEST, {
          input: webhook(settings),
        });
        return `${result.isSent} ${result.field} ${result.reason}`;
      };
      expect(await fault({ url: `${hook.url}/gone`, secret: SECRET })).toMatch(/^false url .*404/);
      expect(await fault({ url: hook.url.replace('127.0.0.1', '127.0.0.2'), secret: SECRET })).toMatch(
        /^false url leads to 127\.0\.0\.2, which is closed/,
      );
      expect(await fault({ url: 'http://127.0.0.1:9/', secret: SECRET })).toMatch(/^false url /);
      expect(await fault({ url: hook.url, secret: 'short' })).toMatch(/^false secret must be whsec_/);
      expect(await fault({ url: 'gopher://x', secrt: 'x' })).toMatch(/^false url must be an address/);
      expect(await fault({ url: hook.url })).toMatch(/^false secret must be/);
      expect(hook.take()).toEqual([expect.objectContaining({ path: '/gone' })]);
      expect(await fieldAtFault('mutation { testChannel { isSent } }')).toBe('name');
      expect(await fieldAtFault('mutation { testChannel(name: "nobody") { isSent } }')).toBe('name');
    });

    it('are saved; a secret stays as it is until it is given anew, and is asked for where messages go elsewhere', async () => {
      const pace = { mostPerMinute: 5, digestSeconds: 600, remindSeconds: 3_600 };
      const { result } = await note<{ result: object }>(SAVE, {
        input: { ...webhook({ url: `${hook.url}/hook`, secret: SECRET }), pace },
      });
      expect(result).toEqual({
        channel: {
          ...{ name: 'ops', kind: 'WEBHOOK', settings: { url: `${hook.url}/hook` }, secretsSet: ['secret'], pace },
          ...{ takesAll: true, isEnabled: true, lastSentAt: null, lastFailure: null, waitingCount: 0 },
        },
        refusals: [],
      });
      await note(SAVE, { input: { ...webhook({ url: `${hook.url}/hook` }), isEnabled: false } });
      expect(await note(TEST, { name: 'ops' })).toMatchObject({ result: { isSent: true } });
      const moved = await note<{ result: Refused }>(SAVE, { input: webhook({ url: 'https://attacker.example/' }) });
      expect(moved.result.refusals).toEqual([
        expect.objectContaining({ field: 'secret', reason: expect.stringContaining('entered again') }),
      ]);
      const [stored] = await fleet.seed.query(
        `SELECT settings::text || sealed::text AS text FROM channel WHERE name = 'ops'`,
      );
      expect(String(stored?.['text'])).not.toContain(SECRET.slice(6));
    });

    it.each([
      [{ name: '' }, 'name'],
      [{ name: 'two\nlines' }, 'name'],
      [{ pace: { mostPerMinute: 0 } }, 'pace.mostPerMinute'],
      [{ pace: { remindSeconds: 5 } }, 'pace.remindSeconds'],
      [{ kind: 'EMAIL', settings: { host: 'mail.example', from: 'x', to: ['you@example.org'] } }, 'from'],
      [{ kind: 'EMAIL', settings: { host: 'mail.example', from: 'w@example.org', to: ['you'] } }, 'to[0]'],
      [{ kind: 'TELEGRAM', settings: { token: '1:a', chat: 'x' } }, 'chat'],
    ])('are refused at the field: %j', async (changes, field) => {
      const input = { ...webhook({ url: hook.url, secret: SECRET }), name: 'refused', ...changes };
      expect(Object.keys(await refusalsOf(SAVE, { input }))).toEqual([field]);
    });

    it('say what each is set by, and how they are doing', async () => {
      const { channelKinds } = await note<{
        channelKinds: { kind: string; settings: { name: string; isSecret: boolean }[] }[];
      }>(
        '{ channelKinds { kind title settings { name title isSecret isNeeded isList isLong isNumber choices usual example } } }',
      );
      expect(channelKinds).toHaveLength(9);
      expect(channelKinds[0]?.settings.filter(({ isSecret }) => isSecret).map(({ name }) => name)).toEqual([
        'password',
      ]);
      await seed.message('m-1', {
        channel: 'ops',
        title: 'Critical: host-01',
        madeMs: NOW - 3 * MINUTE_MS,
        sentMs: NOW - 2 * MINUTE_MS,
        incidentIds: ['incident-1'],
      });
      await seed.message('m-2', {
        channel: 'ops',
        title: 'Over: host-01',
        madeMs: NOW - MINUTE_MS,
        failed: ['url', 'example does not answer'],
      });
      await seed.message('m-3', {
        channel: 'gone',
        title: 'Warning: host-02',
        madeMs: NOW - 2 * MINUTE_MS,
        givenUp: true,
      });
      const { channels } = await note<{ channels: object[] }>(
        '{ channels { name lastSentAt lastFailure { field reason } waitingCount secretsSet settings } }',
      );
      expect(channels).toMatchObject([
        { name: 'ops', waitingCount: 1, lastFailure: { field: 'url', reason: 'example does not answer' } },
      ]);
      const log = async (args: string): Promise<string[]> =>
        (
          await askPage<{ id: string; state: string }>(fleet.url, { list: 'deliveries', args, fields: 'id state' })
        ).nodes.map(({ id, state }) => `${id} ${state}`);
      expect(await log('')).toEqual(['m-2 WAITING', 'm-3 GIVEN_UP', 'm-1 SENT']);
      expect(await log('channel: "ops",')).toEqual(['m-2 WAITING', 'm-1 SENT']);
      expect(await log('state: GIVEN_UP,')).toEqual(['m-3 GIVEN_UP']);
      const pages = await askPages<{ id: string }>(fleet.url, { list: 'deliveries', fields: 'id' }, 1);
      expect(pages.flatMap(({ nodes }) => nodes.map(({ id }) => id))).toEqual(['m-2', 'm-3', 'm-1']);
      const { incident } = await note<{ incident: object }>(
        '{ incident(id: "incident-1") { deliveries { id title state severity } } }',
      );
      expect(incident).toEqual({
        deliveries: [{ id: 'm-1', title: 'Critical: host-01', state: 'SENT', severity: 'CRITICAL' }],
      });
    });

    it('never tell a secret', async () => {
      expect(answers.length).toBeGreaterThan(10);
      expect(JSON.stringify(answers)).not.toContain(SECRET.slice(6));
      expect(JSON.stringify(answers)).not.toContain('v1.');
      expect(await ask('mutation { deleteChannel(name: "ops") }')).toEqual({ deleteChannel: 'ops' });
      expect(await fieldAtFault('mutation { deleteChannel(name: "ops") }')).toBe('name');
    });
  });
});
