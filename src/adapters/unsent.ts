import { AppError, asAppError } from '../core/errors.js';

function asUnsent(error: unknown): AppError {
  const { kind, message, retryAfterMs } = asAppError(error);
  return new AppError(kind, message, {
    tookEffect: 'no',
    cause: error,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** Before a call is sent nothing can have taken effect, whatever goes wrong. @throws AppError with `tookEffect: 'no'` */
export function certainlyUnsent<T>(step: Promise<T>): Promise<T> {
  return step.catch((error: unknown) => {
    throw asUnsent(error);
  });
}
