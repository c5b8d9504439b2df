/** Where Docker's engine may be. */
export const ENGINE_PLACES = ['auto', 'local', 'remote'] as const;
