import { describe, expect, it } from '@jest/globals';
import { CHANNEL_KINDS } from '../channel/channel.js';
import { alertmanager } from '../channel/alertmanager.js';
import { linesOf } from '../channel/look.js';
import { pagerDuty } from '../channel/pagerduty.js';
import { payloadOf } from '../channel/webhook.js';
import { mailOf } from './mail.js';
import { MOST_ATTACHED_BYTES, reportMessage, type ReportTold } from './report-message.js';

const FILE = { name: 'weir-fleet-2026-10-01.pdf', type: 'application/pdf', bytes: 184_320 };
const TOLD: ReportTold = {
  ...{ jobId: 'job-1', name: 'Monthly <b>traffic</b>\u202e', range: '1 October 2026 at 00:00 to now', failure: null },
  ...{ files: [FILE], baseUrl: 'https://weir.example/', atMs: Date.parse('2026-11-01T06:00:00Z') },
};

describe('the message of a report', () => {
  it('has the id of its job, so that it is told once, and leads to its files', () => {
    const message = reportMessage(TOLD);
    expect(message).toMatchObject({
      id: 'job-1',
      kind: 'report',
      severity: 'info',
      title: 'Report: Monthly <b>traffic</b>',
    });
    const url = `https://weir.example/api/v1/job/job-1/file/${FILE.name}`;
    expect(linesOf(message)).toEqual(['1 October 2026 at 00:00 to now', `${FILE.name}, 184 kB`, url]);
    expect(payloadOf(message)).toMatchObject({ kind: 'report', alerts: [], report: { jobId: 'job-1' } });
    expect(message.report?.files).toEqual([{ ...FILE, url }]);
  });

  it('tells nothing else that is kept of its files', () => {
    const kept = { ...FILE, sha256: Buffer.from('00ff', 'hex') };
    const [file] = reportMessage({ ...TOLD, files: [kept] }).report?.files ?? [];
    expect(Object.keys(file ?? {})).toEqual(['name', 'type', 'bytes', 'url']);
  });

  it('is a mail in which names are text', () => {
    const { subject, text, html } = mailOf(reportMessage(TOLD));
    expect(subject).not.toMatch(/[\u202e\r\n]/);
    expect(text).toContain(`${FILE.name}, 184 kB`);
    expect(html).toContain('Monthly &lt;b&gt;traffic&lt;/b&gt;');
    expect(html).not.toContain('<b>traffic');
  });

  it('says so where the files are too large for a mail, or where there is no link', () => {
    const large = reportMessage({ ...TOLD, files: [{ ...FILE, bytes: MOST_ATTACHED_BYTES + 1 }] });
    expect(large.report?.isAttached).toBe(false);
    expect(mailOf(large).text).toContain('more than a mail carries');
    const nowhere = reportMessage({ ...TOLD, baseUrl: null });
    expect([nowhere.url, nowhere.report?.files[0]?.url]).toEqual([null, null]);
    expect(mailOf(nowhere).text).toContain('WEIR_PUBLIC_URL is not set');
  });

  it('says why a report could not be made', () => {
    const failed = reportMessage({
      ...TOLD,
      files: [],
      range: null,
      failure: 'name is the name of no network\r\nBcc: x',
    });
    expect(failed).toMatchObject({ title: 'Report failed: Monthly <b>traffic</b>', severity: 'warning' });
    expect(failed.report?.lines).toEqual(['It could not be made: name is the name of no network\nBcc: x']);
  });

  it('is no incident: who takes what begins and ends is told nothing', () => {
    const message = reportMessage(TOLD);
    expect(CHANNEL_KINDS).toEqual(expect.arrayContaining(['pagerduty', 'alertmanager']));
    expect(pagerDuty.calls(message, { routingKey: 'a'.repeat(32), url: 'https://x.example' }, 0)).toEqual([]);
    expect(alertmanager.calls(message, { url: 'https://x.example', token: null, ca: null }, 0)).toEqual([]);
  });
});
