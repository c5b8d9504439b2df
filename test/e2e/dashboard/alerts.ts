import { expect, it } from '@jest/globals';
import { faultsOfAccess } from '../../support/axe.js';
import { seen, type Visit } from './visit.js';

const RULE = 'Packets pass';
const ANY_OF =
  'mutation ($rule: AlertRuleInput!) { saveAlertRule(rule: $rule) { rule { id } refusals { field reason } } }';

interface AlertNow {
  readonly state: string;
  readonly whyQuiet: string | null;
  readonly acknowledgement: { readonly by: string; readonly note: string } | null;
}

/** Saves a rule that every host with traffic meets at once. */
export async function alertOn({ stack }: Visit): Promise<void> {
  const rule = {
    ...{ id: 'packets-pass', name: RULE, severity: 'CRITICAL', per: 'HOST', scope: { host: { glob: '*.simulated' } } },
    ...{ threshold: { figure: 'packetsPerSecond', above: 1 }, keepFiringSeconds: 600 },
    ...{ runbookUrl: 'https://wiki.example/packets' },
  };
  const { saveAlertRule } = await stack.graphql<{ saveAlertRule: { refusals: unknown[] } }>(ANY_OF, { rule });
  expect(saveAlertRule.refusals).toEqual([]);
}

/** What goes off, from the rail to who takes care of it; rules and times of quiet, as people make them. */
export function tellsAlerts(visit: Visit): void {
  const main = () => visit.page.locator('main');
  const dialog = () => visit.page.getByRole('dialog');
  const alertsOf = async (rule: string): Promise<AlertNow[]> => {
    const query = `query ($rules: [ID!]) { alerts(rules: $rules, states: [FIRING, ACKNOWLEDGED], first: 100) { nodes {
      state whyQuiet acknowledgement { by note } } } }`;
    const { alerts } = await visit.stack.graphql<{ alerts: { nodes: AlertNow[] } }>(query, { rules: [rule] });
    return alerts.nodes;
  };
  const firing = async (): Promise<number> => {
    const query = '{ alertSummary { critical warning info } }';
    const { alertSummary } = await visit.stack.graphql<{ alertSummary: Record<string, number> }>(query);
    return Object.values(alertSummary).reduce((sum, count) => sum + count, 0);
  };
  const axe = async (): Promise<void> => expect(await faultsOfAccess(visit.page)).toEqual([]);

  it('tells in the rail and on the overview what fires, and leads to it', async () => {
    const { page } = visit;
    await alertOn(visit);
    await visit.open('/');
    const told = main().getByRole('link', { name: /critical.* fires?$/ });
    await seen('the overview tells it', async () => expect(await told.count()).toBe(1));
    const rail = page.getByRole('link', { name: /^Alerts \d+/ }).first();
    await seen('the rail counts as the API does', async () => {
      const count = await firing();
      expect(/[\d+]+/.exec(await rail.innerText())?.[0]).toBe(count > 99 ? '99+' : String(count));
    });
    await told.click();
    await seen('it leads to the alerts', () => expect(visit.address().pathname).toBe('/alerts'));
    await seen('they are listed', async () => expect(await main().innerText()).toContain(RULE));
  });

  it('takes care of an alert with a note, by the keyboard, and silences another', async () => {
    const { page } = visit;
    await visit.open('/alerts?rule=packets-pass');
    await seen('they are listed', async () => expect(await main().locator('[data-row]').count()).toBeGreaterThan(2));
    await main()
      .getByRole('button', { name: /^Acknowledge Packets pass/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await dialog().getByLabel('Note for others').fill('looking at the switch');
    await dialog().getByLabel('Your name').fill('ann');
    await axe();
    await page.keyboard.press('Enter');
    await seen('it is taken', async () =>
      expect((await alertsOf('packets-pass')).flatMap(({ acknowledgement }) => acknowledgement ?? [])).toEqual([
        { by: 'ann', note: 'looking at the switch' },
      ]),
    );
    await seen('the page shows it by itself', async () =>
      expect(await main().innerText()).toContain('ann takes care of it: looking at the switch'),
    );
    await main()
      .getByRole('button', { name: /^Silence Packets pass/ })
      .first()
      .click();
    await dialog().getByLabel('Why').fill('moving it');
    await axe();
    await dialog().getByRole('button', { name: 'Silence' }).click();
    await seen('it is quiet', async () =>
      expect((await alertsOf('packets-pass')).filter(({ whyQuiet }) => whyQuiet?.includes('moving it'))).toHaveLength(
        1,
      ),
    );
    await seen('the page says why', async () => expect(await main().innerText()).toContain('moving it'));
  });

  it('shows an incident with its alerts, and leads to the chart at that time', async () => {
    await visit.open('/alerts?view=incidents');
    // A large fleet has others.
    const first = main()
      .locator('[data-row] a', { hasText: /packets both ways/i })
      .first();
    await seen('incidents are listed', async () => expect(await first.count()).toBe(1));
    await first.click();
    const panel = main().getByRole('region', { name: /packets both ways/i });
    await seen('it is shown', async () => expect(await panel.innerText()).toMatch(/Packets pass[^]*Who was told/));
    await panel.getByRole('link', { name: 'Chart at that time' }).first().click();
    await seen('the host, then', () => {
      expect(visit.address().pathname).toMatch(/^\/hosts\/[0-9a-f-]{36}$/);
      expect(visit.address().searchParams.get('range')).toMatch(/^\d{13}-\d{13}$/);
    });
  });

  it('makes a rule of a form: what is wrong at its field, how often it would have fired, and it fires', async () => {
    await visit.open('/alerts/new-rule');
    await main().getByLabel('Over again at', { exact: true }).fill('95');
    const save = main().getByRole('button', { name: 'Save rule' });
    await save.click();
    await seen('the field is told', async () => {
      const text = await main().innerText();
      expect(text).toContain('Over again at must be at most 80');
      expect(text).toContain('Name must be text');
    });
    await axe();
    await main().getByLabel('Name', { exact: true }).fill('Anything received');
    await main().getByLabel('Figure').selectOption('rxBytesPerSecond');
    await main().getByLabel('Limit', { exact: true }).fill('0.001');
    await main().getByLabel('It must hold for').fill('0');
    await seen('it was tried', async () =>
      expect(await main().getByTestId('preview').innerText()).toMatch(/^Would .* in the last 7 days/),
    );
    await save.click();
    await seen('it is listed, and fires', async () =>
      expect(await main().locator('[data-row=anything-received]').innerText()).toMatch(/\d+ fires?[^]*above/),
    );
    await main().getByRole('switch', { name: 'Look at Anything received' }).click({ force: true });
    await seen('it is off, and its alerts are over', async () =>
      expect(await alertsOf('anything-received')).toEqual([]),
    );
  });

  it('tells faults of rules as code at their lines, and takes them when they are mended', async () => {
    await visit.open('/alerts/rules');
    await main().getByRole('button', { name: 'As code' }).click();
    const code = dialog().getByLabel('Rules as YAML');
    await seen('all rules are there', async () => expect(await code.inputValue()).toContain('id: packets-pass'));
    const right = await code.inputValue();
    await code.fill(right.replace('figure: cpuPercent', 'figure: cpuPrecent'));
    const take = dialog().getByRole('button', { name: 'Take these rules' });
    await take.click();
    await seen('the line is told', async () =>
      expect(await dialog().innerText()).toMatch(/Line \d+[^]*was cpuPercent meant\?/),
    );
    await axe();
    await dialog()
      .getByRole('button', { name: /^Line \d+/ })
      .click();
    const line = await visit.page.evaluate<number>(`(() => {
      const { value, selectionStart } = document.querySelector('#rules-yaml');
      return value.slice(0, selectionStart).split('\\n').length;
    })()`);
    expect(right.split('\n')[line - 1]).toContain('figure: cpuPercent');
    await code.fill(right);
    await take.click();
    await seen('they are taken', async () => expect(await dialog().innerText()).toMatch(/\d+ rules were taken/));
  });

  it('keeps a maintenance window with its next times, and ends a silence', async () => {
    const { page } = visit;
    await visit.open('/alerts/silences');
    await main().getByRole('button', { name: 'New window' }).click();
    await dialog().getByLabel('Name').fill('Patch night');
    await dialog().getByLabel('By the clocks of').fill('Europe/Berln');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await seen('the field is told', async () => expect(await dialog().innerText()).toContain('IANA name'));
    await axe();
    await dialog().getByLabel('By the clocks of').fill('Europe/Berlin');
    await dialog().getByRole('button', { name: 'Save' }).click();
    const windows = main().getByRole('region', { name: 'Maintenance windows' });
    await seen('its next times', async () =>
      expect(await windows.innerText()).toMatch(/Patch night[^]*Sundays, 22:00 to 23:00[^]*Next: \d{4}-\d\d-\d\d/),
    );
    const silences = main().getByRole('region', { name: /^Silences/ });
    await seen('the silence', async () =>
      expect(await silences.innerText()).toMatch(/moving it[^]*quiet now[^]*by ann/),
    );
    await silences.getByRole('button', { name: 'End now' }).click();
    await seen('it is over', async () => expect(await silences.innerText()).not.toContain('moving it'));
    await page.getByRole('button', { name: 'Show those that are over' }).click();
    await seen('it can still be read', async () => expect(await silences.innerText()).toContain('moving it'));
  });
}
