import { hostname } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { refusalOfOrigin } from './origin.js';

const LISTED = 'https://grafana.example';
const isLetIn = (origin: string | undefined, host?: string, isSecure = false): boolean =>
  refusalOfOrigin({ origin, host, isSecure }, [LISTED]) === null;

describe('refusalOfOrigin', () => {
  it.each([
    [undefined, 'weir.example:8080'],
    ['http://127.0.0.1:8080', '127.0.0.1:8080'],
    ['http://[::1]:8080', '[::1]:8080'],
    ['http://localhost:5173', 'localhost:5173'],
    ['https://weir.localhost', 'weir.localhost'],
    ['http://Weir:8080', 'WEIR:8080'],
    ['https://weir.prod.svc.cluster.local', 'Weir.prod.svc.cluster.local'],
    [`http://${hostname().toLowerCase()}:8080`, `${hostname()}:8080`],
    [LISTED, 'weir.example'],
    [LISTED, 'grafana.example'],
  ])('lets in %s at %s', (origin, host) => {
    expect(isLetIn(origin, host)).toBe(true);
  });

  it.each([
    ['https://evil.example', '127.0.0.1:8080'],
    ['http://evil.example:8080', 'evil.example:8080'],
    ['http://localhost.evil.example', 'localhost.evil.example'],
    ['http://127.0.0.1.evil.example', '127.0.0.1.evil.example'],
    ['http://evil.example.', 'evil.example.'],
    ['http://weir', 'weir:8080'],
    ['null', 'localhost'],
    ['http://localhost', undefined],
    ['http://grafana.example', 'grafana.example'],
    ['https://grafana.example.evil', 'weir'],
    [`${LISTED}/`, 'weir'],
  ])('lets in no %s at %s', (origin, host) => {
    expect(isLetIn(origin, host)).toBe(false);
  });

  it('lets in no page of plain HTTP over TLS, where it is not listed', () => {
    expect(isLetIn('http://weir', 'weir', true)).toBe(false);
    expect(isLetIn('https://weir', 'weir', true)).toBe(true);
    expect(isLetIn('https://weir', 'weir')).toBe(true);
  });

  it('names what is refused, and the remedy', () => {
    const origin = 'https://weir.example';
    expect(refusalOfOrigin({ origin, host: 'weir.example', isSecure: true }, [])).toBe(
      `Pages of ${origin} are not let in: if it is yours, set WEIR_PUBLIC_URL, or list it in WEIR_CORS_ORIGINS`,
    );
  });
});
