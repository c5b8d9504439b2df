import type { CorsOptions, CorsOptionsDelegate } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { Request } from 'express';
import { GRAPHQL_PATH } from './graphql/limits.js';

const HOUR_SECONDS = 3_600;

/** Which pages of other origins may read answers of the API; of nothing else that is served here. */
export function corsOf(origins: readonly string[], restPath: string): CorsOptionsDelegate<Request> {
  const listed: CorsOptions = {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST'],
    allowedHeaders: ['Content-Type'],
    exposedHeaders: ['Content-Disposition', 'Link', 'Retry-After'],
    maxAge: HOUR_SECONDS,
  };
  const isApi = (path: string): boolean => path === GRAPHQL_PATH || path.startsWith(`${restPath}/`);
  return (request, answer) => answer(null, isApi(request.path) ? listed : { origin: false });
}
