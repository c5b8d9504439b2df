import { describe, expect, it } from '@jest/globals';
import { refusalPage } from './oidc-page.js';

const WAYS = { provider: 'Us & <script>', publicUrl: 'https://weir.example/a"b' };

describe('refusalPage', () => {
  it.each([
    ['away', 503],
    ['declined', 403],
    ['stale', 400],
    ['unusable', 502],
    ['unlisted', 403],
    ['disabled', 403],
    ['throttled', 429],
    ['unavailable', 503],
  ] as const)('says what is the matter (%s), and leads on', (refusal, status) => {
    const page = refusalPage(refusal, WAYS);
    expect(page.status).toBe(status);
    expect(page.html).toContain(
      'href="https://weir.example/a&quot;b/auth/oidc/start">Try again with Us &amp; &lt;script&gt;<',
    );
    expect(page.html).not.toContain('<script>');
  });
});
