const SSL_REQUEST = 80_877_103;
const TYPE_BYTES = 1;
const LENGTH_BYTES = 4;

/** Cuts a client's stream of bytes into the messages of PostgreSQL's protocol, and makes the few that a server says by itself. */
export class Wire {
  private buffer: Buffer = Buffer.alloc(0);
  private started = false;

  /** `take` is told each message with its first byte as a letter; before the session `ssl` or `startup`. */
  constructor(private readonly take: (type: string, message: Buffer) => void) {}

  push(bytes: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, bytes]);
    while (this.next());
  }

  private next(): boolean {
    const typeBytes = this.started ? TYPE_BYTES : 0;
    if (this.buffer.length < typeBytes + LENGTH_BYTES) return false;
    const length = typeBytes + this.buffer.readInt32BE(typeBytes);
    if (this.buffer.length < length) return false;
    const message = this.buffer.subarray(0, length);
    this.buffer = this.buffer.subarray(length);
    if (this.started) this.take(String.fromCharCode(message[0] ?? 0), message);
    else if (message.readInt32BE(LENGTH_BYTES) === SSL_REQUEST) this.take('ssl', message);
    else {
      this.started = true;
      this.take('startup', message);
    }
    return true;
  }

  /** Everybody may come in. */
  static greeting(): Buffer {
    const parameters = { server_version: '17.5', client_encoding: 'UTF8', DateStyle: 'ISO, MDY', TimeZone: 'UTC' };
    return Buffer.concat([
      message('R', int32(0)),
      ...Object.entries(parameters).map(([name, value]) => message('S', Buffer.from(`${name}\0${value}\0`))),
      message('K', Buffer.concat([int32(1), int32(1)])),
      message('Z', Buffer.from('I')),
    ]);
  }

  /** A simple query. */
  static query(sql: string): Buffer {
    return message('Q', Buffer.from(`${sql}\0`));
  }

  static textOf(query: Buffer): string {
    return query.subarray(TYPE_BYTES + LENGTH_BYTES, -1).toString();
  }

  static isCopyIn(query: Buffer): boolean {
    return /^\s*COPY\b.*\bFROM STDIN\b/is.test(Wire.textOf(query));
  }

  /** Binary, of columns that the client knows. */
  static copyInResponse(): Buffer {
    return message('G', Buffer.from([1, 0, 0]));
  }

  /** Whether an answer ends with "ready for a query" outside any transaction. */
  static isIdle(answer: Buffer): boolean {
    return answer.at(-6) === 'Z'.charCodeAt(0) && answer.at(-1) === 'I'.charCodeAt(0);
  }
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + LENGTH_BYTES), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(LENGTH_BYTES);
  bytes.writeInt32BE(value);
  return bytes;
}
