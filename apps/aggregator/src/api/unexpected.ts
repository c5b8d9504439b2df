/** What is told of what the server did not expect: nothing but where to look. */
export const UNEXPECTED = 'The server could not answer; its log says why, under the id in errorId';
