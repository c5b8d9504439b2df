import { OidcProvider } from './provider.js';

/** As much of a browser as signing in takes: it keeps the cookies of this machine, whatever the port, and follows where it is led. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();

  /** Sends these headers with all that it asks. */
  constructor(private readonly headers: Readonly<Record<string, string>> = {}) {}

  /** Asks, and stays where the answer is. */
  async ask(address: string | URL, { headers, ...more }: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const all = { ...this.headers, ...(headers as Record<string, string>), cookie, 'user-agent': 'weir test' };
    const response = await fetch(address, { redirect: 'manual', ...more, headers: all });
    for (const set of response.headers.getSetCookie()) this.keep(set);
    return response;
  }

  /**
   * Signs in at the provider as somebody, or declines (null), unless it knows this browser already; answers where the provider
   * leads then, without going there.
   */
  async signIn(address: string | URL, user: string | null): Promise<URL> {
    const asked = await this.led(address);
    if (asked.searchParams.has('state')) return asked;
    const answered = await this.led(OidcProvider.answered(asked, user));
    return this.led(answered);
  }

  /** Where an answer leads. */
  async led(address: string | URL): Promise<URL> {
    const response = await this.ask(address);
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${address} leads nowhere: ${response.status} ${await response.text()}`);
    return new URL(location, address);
  }

  private keep(set: string): void {
    const [pair = '', ...attributes] = set.split(';');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const isGone = attributes.some((each) => /^\s*(max-age=0|expires=thu, 01 jan 1970.*)$/i.test(each));
    if (isGone) this.cookies.delete(name.trim());
    else this.cookies.set(name.trim(), value);
  }
}
