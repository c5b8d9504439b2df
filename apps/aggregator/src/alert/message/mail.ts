import { type Item, type Message, shownOf } from './message.js';
import { htmlText } from './plain.js';

/** The parts of a mail. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** White text stands out from each by 4.5:1, whatever ground the reader's mail program has. */
export const SEVERITY_COLOURS = { info: '#1d6fb8', warning: '#a35b00', critical: '#c62828', over: '#1b7a43' } as const;

/** A message as a mail: subject, plain text, and HTML that reads well on a phone. It loads nothing. */
export function mailOf(message: Message): Mail {
  return { subject: message.title, text: textOf(message), html: htmlOf(message) };
}

function textOf(message: Message): string {
  const { title, url, report } = message;
  const { items, moreCount } = shownOf(message);
  const lines = items.flatMap((item) => [
    `- ${item.sentence}`,
    `  ${item.time}`,
    ...(item.runbookUrl === null ? [] : [`  What to do: ${item.runbookUrl}`]),
  ]);
  return [
    title,
    '',
    ...(report?.lines ?? []),
    ...lines,
    ...(moreCount > 0 ? [`and ${moreCount} more`] : []),
    '',
    ...(url === null ? [] : [`Open in weir: ${url}`]),
  ]
    .join('\n')
    .trimEnd();
}

function htmlOf(message: Message): string {
  const { title, url, kind, severity, report } = message;
  const { items, moreCount } = shownOf(message);
  const colour = kind === 'resolved' || kind === 'partly resolved' ? SEVERITY_COLOURS.over : SEVERITY_COLOURS[severity];
  const more = moreCount > 0 ? `<p style="margin:12px 0;font-size:15px">and ${moreCount} more</p>` : '';
  const link =
    url === null
      ? ''
      : `<p style="margin:20px 0 4px"><a href="${htmlText(url)}" style="display:inline-block;padding:12px 20px;background:${colour};color:#ffffff;border-radius:6px;text-decoration:none;font-size:16px">Open in weir</a></p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${htmlText(title)}</title></head>
<body style="margin:0;padding:12px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;line-height:1.45">
<div style="max-width:600px;margin:0 auto;overflow-wrap:anywhere">
<h1 style="margin:0 0 12px;padding:8px 0 8px 12px;border-left:6px solid ${colour};font-size:19px;line-height:1.3">${htmlText(title)}</h1>
${(report?.lines ?? []).map(lineHtml).join('\n')}${items.map(itemHtml).join('\n')}
${more}${link}
</div></body></html>
`;
}

function lineHtml(line: string): string {
  return `<p style="margin:0 0 8px;font-size:16px">${htmlText(line)}</p>`;
}

function itemHtml({ sentence, time, severity, endedMs, runbookUrl, labels }: Item): string {
  const state = endedMs === null ? severity : 'over';
  const runbook = runbookUrl === null ? '' : `<br><a href="${htmlText(runbookUrl)}">What to do</a>`;
  const tags = Object.entries(labels).map(([name, value]) => `${name}: ${value}`);
  const tagLine = tags.length === 0 ? '' : `<br><span style="font-size:13px">${htmlText(tags.join(' · '))}</span>`;
  return `<p style="margin:0;padding:10px 0;border-top:1px solid #8884;font-size:16px"><b style="padding:1px 7px;border-radius:4px;background:${SEVERITY_COLOURS[state]};color:#ffffff">${state}</b> ${htmlText(sentence).replaceAll('\n', '<br>')}<br><span style="font-size:14px">${htmlText(time)}</span>${runbook}${tagLine}</p>`;
}
