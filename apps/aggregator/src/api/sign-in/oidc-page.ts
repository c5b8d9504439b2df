import type { OidcRefusal } from '../../access/oidc/oidc-sign-in.js';

/** Why nobody was signed in: a refusal, or that we cannot answer now. */
export type OidcPage = OidcRefusal | 'unavailable';

/** What people see who were not signed in. */
interface Told {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

/** Where people go on from. */
interface Ways {
  /** What people know the provider by. */
  readonly provider: string;
  /** Where people reach us, without a slash at its end. */
  readonly publicUrl: string;
}

/** Says why somebody was not signed in, what to do about it, and leads on: nothing of it is what the browser brought. */
export function refusalPage(refusal: OidcPage, ways: Ways): { readonly status: number; readonly html: string } {
  const { status, title, text } = toldOf(refusal, ways);
  const [provider, home] = [escaped(ways.provider), escaped(ways.publicUrl)];
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)} · weir</title>
<style>body { max-width: 36rem; margin: 20vh auto 0; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color-scheme: light dark }</style>
</head><body><main>
<h1>${escaped(title)}</h1>
<p>${escaped(text)}</p>
<p><a href="${home}/auth/oidc/start">Try again with ${provider}</a> · <a href="${home}/sign-in">Other ways to sign in</a></p>
</main></body></html>
`;
  return { status, html };
}

function toldOf(refusal: OidcPage, { provider, publicUrl }: Ways): Told {
  switch (refusal) {
    case 'away':
      return {
        status: 503,
        title: `${provider} cannot be reached`,
        text: `weir has to ask ${provider} who you are, and got no answer. Try again in a minute; weir’s log says more to whoever runs it.`,
      };
    case 'declined':
      return { status: 403, title: 'You were not signed in', text: `Signing in with ${provider} was declined there.` };
    case 'stale':
      return {
        status: 400,
        title: 'This sign-in is over, or began elsewhere',
        text: `It must begin at ${publicUrl}, go on in the same browser, and take ten minutes at most. Begin again.`,
      };
    case 'unusable':
      return {
        status: 502,
        title: `${provider} and weir do not understand each other`,
        text: 'Try again; if it stays so, tell whoever runs weir: its log says why.',
      };
    case 'unlisted':
      return {
        status: 403,
        title: 'You may not use this weir',
        text: `${provider} knows you, but you are in no group that is let in. Ask whoever runs weir.`,
      };
    case 'disabled':
      return { status: 403, title: 'Your account is disabled', text: 'An admin of this weir can enable it.' };
    case 'unavailable':
      return {
        status: 503,
        title: 'weir cannot sign anybody in now',
        text: 'Its database cannot be reached. Try again in a few seconds.',
      };
    case 'throttled':
      return {
        status: 429,
        title: 'Too many attempts',
        text: 'From your address too many sign-ins failed. Wait some minutes, then begin again.',
      };
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
