/** `error.type` of the service's envelope, by status. */
const typeByStatus: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  405: 'invalid_request_error',
  408: 'invalid_request_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  431: 'invalid_request_error',
  500: 'api_error',
  503: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** A refusal in the service's own words. Thrown anywhere below a route; the route's error handler writes it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

function errorTypeOf(status: number): string {
  return typeByStatus[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');
}

/** The envelope of both dialects (`request_id` also goes into the header). */
export function errorBody(status: number, message: string, requestId: string): object {
  return { type: 'error', error: { type: errorTypeOf(status), message }, request_id: requestId };
}

export function badRequest(message: string, cause?: unknown): ApiError {
  return new ApiError(400, message, { cause });
}

export function skillNotFound(skillId: string): ApiError {
  return new ApiError(404, `Skill not found: ${skillId}`);
}

export function versionNotFound(skillId: string, slot: string): ApiError {
  return new ApiError(404, `Skill version not found: ${skillId} version ${slot}`);
}
