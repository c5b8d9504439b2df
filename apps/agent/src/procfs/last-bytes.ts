/** What a file held when it was last read, to tell whether it holds anything else now. */
export class LastBytes {
  private bytes: Buffer | null = null;

  equals(bytes: Buffer): boolean {
    return this.bytes !== null && this.bytes.equals(bytes);
  }

  /** Copies them: what is read lies in a buffer that the next read reuses. */
  keep(bytes: Buffer): void {
    // Memory of its own: a slice of a shared pool would keep the whole pool.
    if (this.bytes?.length !== bytes.length) this.bytes = Buffer.allocUnsafeSlow(bytes.length);
    bytes.copy(this.bytes);
  }

  forget(): void {
    this.bytes = null;
  }
}
