import { describe, expect, it } from '@jest/globals';
import { container, host } from '../lifecycle/alert.fixture.js';
import { ruleOf } from '../rule/rule.fixture.js';
import { mailOf, SEVERITY_COLOURS } from './mail.js';
import { messageFor, SETTING, silentMessage } from './message.fixture.js';
import { testMessage } from './message.js';
import { filled, refusalOfTemplate, TEMPLATE_NAMES } from './template.js';

const HOSTILE = '<img src=x onerror=alert(1)>\r\nBcc: all@example.org\u202e"&';

describe('a message', () => {
  it('says what, where, how much and since when', () => {
    const message = messageFor(
      ruleOf({ threshold: { figure: 'memoryPercent', above: 40 }, runbookUrl: 'https://wiki.example/mem' }),
      [host('web-3')],
    );
    expect(message.title).toBe('Warning: web-3: memory 42 %, above 40 %');
    expect(message.items[0]).toMatchObject({
      sentence: 'web-3: memory 42 %, above 40 %',
      time: 'since 21 Nov, 12:00:00 UTC',
      runbookUrl: 'https://wiki.example/mem',
    });
    expect(message.url).toMatch(/^https:\/\/weir\.example\/alerts\?incident=[0-9a-f]+$/);
  });

  it('of the end says for how long it was', () => {
    const message = silentMessage(['web-3'], 'resolved');
    expect(message.title).toBe('Over: web-3 has sent nothing for 42 s');
    expect(message.items[0]?.time).toBe('21 Nov, 12:00:00 UTC, for 4 min');
  });

  it('of a storm names some, counts all and is of one line', () => {
    const message = silentMessage(Array.from({ length: 200 }, (_, place) => `host-${place}`));
    expect(message.title).toBe('Critical: Host silent, 200 alerts, host-0, host-1, host-2 and 197 more');
    expect(message.items).toHaveLength(200);
    expect(mailOf(message).text.match(/^- host-/gm)).toHaveLength(20);
    expect(mailOf(message).text).toContain('and 180 more');
  });

  it('takes a sentence of one’s own, in which names are only text', () => {
    const rule = ruleOf({
      labels: { team: 'net' },
      message: '{{subject}} of {{host}} uses {{value}} ({{labels.team}}, {{labels.constructor}}): {{limit}}',
    });
    const named = { ...host('web'), name: '{{limit}}' };
    expect(messageFor(rule, [named]).items[0]?.sentence).toBe('{{limit}} of web uses 42 % (net, ): 80 %');
  });

  it.each([
    [ruleOf({ threshold: { figure: 'bytesPerSecond', above: 10 } }), 'web: traffic both ways 42 B/s, above 10 B/s'],
    [
      ruleOf({ threshold: { figure: 'errorsPerSecond', ofFigure: 'packetsPerSecond', floor: 10, above: 1 } }),
      'web: errors both ways, of packets both ways 42 %, above 1 %',
    ],
    [ruleOf({ anomaly: {} }), 'web behaves as it hardly ever does (anomaly score 42.0000)'],
    [ruleOf({ forecast: { withinDays: 60 } }), 'the link of web is full in about 42 days'],
    [ruleOf({ per: 'fleet', absence: { afterSeconds: 15 } }), 'web has sent nothing for 42 s'],
  ])('is a sentence for each kind of rule', (rule, sentence) => {
    expect(messageFor(rule, [host('web')]).items[0]?.sentence).toBe(sentence);
  });

  it('of a container names its host', () => {
    expect(messageFor(ruleOf({ per: 'container' }), [container('shop-1', 'web-3')]).items[0]?.sentence).toContain(
      'shop-1 on web-3:',
    );
  });
});

describe('a mail', () => {
  it('shows hostile names as text, in the subject too', () => {
    const mail = mailOf(silentMessage([HOSTILE]));
    expect(mail.subject).not.toMatch(/[\r\n\u202e]/);
    expect(mail.html).toContain('&lt;img src=x onerror=alert(1)&gt; Bcc: all@example.org &quot;&amp;');
    expect(mail.html).not.toContain('<img');
    expect(mail.text).not.toContain('\u202e');
    expect(silentMessage([HOSTILE]).items[0]?.subject).not.toMatch(/[\r\n\u202e]/);
  });

  it('loads nothing, fits a phone, and links to weir', () => {
    const { html } = mailOf(silentMessage(['web']));
    expect(html).toContain('width=device-width');
    expect(html).not.toMatch(/ src=|url\(|<script|<link/);
    expect(html.match(/https?:\/\/[^"]+/g)).toHaveLength(1);
  });

  it('marks what is over as over, and not by what it was', () => {
    expect(mailOf(silentMessage(['web'], 'resolved')).html).toContain('>over</b>');
    expect(mailOf(silentMessage(['web'])).html).toContain('>critical</b>');
  });

  it('writes white on colours that it can be read on', () => {
    for (const colour of Object.values(SEVERITY_COLOURS))
      expect(1.05 / (luminance(colour) + 0.05)).toBeGreaterThan(4.5);
  });

  it('of a test says that the channel works', () => {
    expect(mailOf(testMessage('id', 0, SETTING)).text).toBe(
      'Test from weir: this channel works\n\n\nOpen in weir: https://weir.example/',
    );
  });
});

describe('a template', () => {
  it.each([
    ['plain', null],
    [TEMPLATE_NAMES.map((name) => `{{${name}}}`).join(' '), null],
    ['{{ labels.team }}', null],
    ['{{hots}}', '{{hots}} at line 1, column 1'],
    ['a\nb {{host', 'line 2, column 3'],
    ['a }} b', 'line 1, column 3'],
  ])('%j is refused for %s', (template, words) => {
    const refusal = refusalOfTemplate(template);
    if (words === null) expect(refusal).toBeNull();
    else expect(refusal).toContain(words);
  });

  it('is filled once: what is filled in is no template', () => {
    const values = {
      ...Object.fromEntries(TEMPLATE_NAMES.map((name) => [name, name])),
      host: '{{rule}}',
      labels: {},
    } as Parameters<typeof filled>[1];
    expect(filled('{{host}} {{rule}}', values)).toBe('{{rule}} rule');
  });
});

/** Relative luminance as WCAG defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
