import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { type Certificates, makeCertificates } from './certificates.js';
import { stopLater } from './reaper.js';

/** A mail as the server took it. */
export interface TakenMail {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly isEncrypted: boolean;
}

export const MAIL_PASSWORD = 'correct horse';

/** A real SMTP server with STARTTLS and a password, on one port for its life: it can be away, or hold clients up. */
export class MailServer {
  readonly taken: TakenMail[] = [];
  /** Port at this machine of whoever is held up now. */
  held: number | null = null;
  /** Where clients are held up: before anything is said to them, or when their mail is taken and they were not told so. */
  holds: 'greeting' | 'answer' | null = null;
  private server: SMTPServer | null = null;
  private port = 0;
  private certificates: Certificates = makeCertificates();

  static async start(): Promise<MailServer> {
    const server = new MailServer();
    await server.open();
    stopLater(() => server.close());
    return server;
  }

  /** The settings of a channel that leads here. */
  settings(): Record<string, unknown> {
    return {
      ...{ host: '127.0.0.1', port: this.port, user: 'weir', password: MAIL_PASSWORD, from: 'weir@example.org' },
      ...{ to: ['ops@example.org'], ca: readFileSync(join(this.certificates.server, 'ca.pem'), 'utf8') },
    };
  }

  /** Listens, on the same port as before. */
  async open(): Promise<void> {
    const read = (name: string): Buffer => readFileSync(join(this.certificates.server, name));
    const server = new SMTPServer({
      ...{ key: read('key.pem'), cert: read('cert.pem') },
      onConnect: (session, callback) => this.answer('greeting', session, callback),
      onAuth: ({ password }, _session, callback) =>
        password === MAIL_PASSWORD ? callback(null, { user: 'weir' }) : callback(new Error('No')),
      onData: (stream, session, callback) => {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          this.taken.push(mailOf(Buffer.concat(pieces).toString('utf8'), session.secure));
          this.answer('answer', session, callback);
        });
      },
    });
    // Clients that are killed in the middle are what is tested.
    server.on('error', () => undefined);
    this.server = server;
    await new Promise<void>((done) => server.listen(this.port, '127.0.0.1', done));
    this.port = (server.server.address() as AddressInfo).port;
  }

  /** Nothing listens there any more. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server) await new Promise<void>((done) => server.close(() => done()));
  }

  /** Its certificate is one of another authority from now on. */
  async changeAuthority(): Promise<void> {
    await this.close();
    this.certificates = makeCertificates();
    await this.open();
  }

  /** Mails whose subject matches. */
  of(subject: RegExp): TakenMail[] {
    return this.taken.filter((mail) => subject.test(mail.subject));
  }

  private answer(at: typeof this.holds, session: SMTPServerSession, callback: () => void): void {
    if (this.holds === at) this.held = session.remotePort;
    else callback();
  }
}

function mailOf(raw: string, isEncrypted: boolean): TakenMail {
  const text = raw.replaceAll('\r\n', '\n');
  const header = (name: string): string => new RegExp(`^${name}: (.*(?:\n .*)*)$`, 'm').exec(text)?.[1] ?? '';
  return { id: header('Message-ID'), subject: header('Subject').replaceAll('\n', ''), text, isEncrypted };
}
