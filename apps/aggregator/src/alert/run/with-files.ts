import type { Pool } from 'pg';
import { readWhole } from '../../store/jobs/files.js';
import type { Message } from '../message/message.js';
import type { Attachment } from '../message/report-message.js';

/** A message with the files that it carries by this kind of channel: mails alone do. Null where they are gone. */
export async function withFiles(pool: Pool, kind: string, message: Message): Promise<Message | null> {
  const { report } = message;
  if (kind !== 'email' || !report || !report.isAttached || report.files.length === 0) return message;
  const attachments: Attachment[] = [];
  for (const { name, type } of report.files) {
    const content = await readWhole(pool, report.jobId, name);
    if (!content) return null;
    attachments.push({ name, type, content });
  }
  return { ...message, attachments };
}
