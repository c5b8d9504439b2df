import type { CorsOptions, CorsOptionsDelegate } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { Request } from 'express';
import { isApiPath } from './paths.js';

const HOUR_SECONDS = 3_600;

/** Which pages of other origins may read answers of the API; of nothing else that is served here. */
export function corsOf(origins: readonly string[]): CorsOptionsDelegate<Request> {
  const listed: CorsOptions = {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST'],
    allowedHeaders: ['Authorization', 'Content-Type'],
    exposedHeaders: ['Content-Disposition', 'Link', 'Retry-After'],
    maxAge: HOUR_SECONDS,
  };
  return (request, answer) => answer(null, isApiPath(request.path) ? listed : { origin: false });
}
