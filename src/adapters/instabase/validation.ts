import type { ValidationError } from './schema.js';

/** What a validation found, line by line; configs and errors are untrusted. */
export function validationReport(errors: readonly ValidationError[]): string[] {
  if (errors.length === 0) return ['It found no errors.'];
  const many = errors.length === 1 ? 'It found 1 error:' : `It found ${errors.length} errors:`;
  return [many, ...errors.map(({ configName, error }) => (configName === '' ? error : `${configName}: ${error}`))];
}
