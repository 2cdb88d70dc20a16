/** Response headers, with description and example. Those of HTTP itself, such as Content-Length, are left out. */
export const responseHeaders = {
  'X-Request-Id': {
    description: 'Id of the request in the logs. An id that the client sends is kept, if it is safe to log.',
    example: '0b0f0c54-6d5c-4a0e-9a8e-4d0a5cf1f0b7',
  },
  'Cache-Control': { description: 'How long and by whom the response may be kept.', example: 'private, no-cache' },
  'RateLimit-Policy': {
    description: 'The rate limit that counted the request: `q` requests in `w` seconds. Absent without a limit.',
    example: '"reads";q=600;w=60',
  },
  RateLimit: {
    description: 'What is left: `r` requests for the next `t` seconds. Absent without a limit.',
    example: '"reads";r=599;t=60',
  },
  'WWW-Authenticate': {
    description: 'Why the key or token was refused (RFC 6750).',
    example: 'Bearer realm="connectory", error="invalid_token"',
  },
  'Retry-After': { description: 'Seconds to wait before the next request.', example: 5 },
  Allow: { description: 'The methods that the path supports. Only with status 405.', example: 'GET, HEAD' },
  ETag: {
    description: 'Validator of the body, for If-None-Match or If-Match. Absent where the body is streamed.',
    example: '"Zm9vYmFyYmF6cXV4"',
  },
  Location: {
    description: 'URL of the resource that was created.',
    example:
      'https://connectory.example/api/connect/v1/o/01JZ8Q4T0V9K6W3N5B7D2F4H6M/imports/01JZ8Q5A3C5E7G9J1M3P5R7T9V',
  },
  'Operation-Location': {
    description: 'URL of the import to poll, as in Location.',
    example:
      'https://connectory.example/api/connect/v1/o/01JZ8Q4T0V9K6W3N5B7D2F4H6M/imports/01JZ8Q5A3C5E7G9J1M3P5R7T9V',
  },
  'Preference-Applied': { description: 'Which preferences of Prefer were applied (RFC 7240).', example: 'wait=30' },
  'Content-Disposition': {
    description: 'File name for saving the body. It is never shown inline.',
    example: 'attachment; filename="openapi.json"',
  },
  'Set-Cookie': {
    description: 'The cookie of the session. Scripts cannot read it.',
    example: 'connectory_session=cts_ExampleOnly; Path=/; HttpOnly; SameSite=Strict',
  },
  'X-Accel-Buffering': { description: 'Keeps proxies from delaying events.', example: 'no' },
} as const satisfies { readonly [name: string]: { readonly description: string; readonly example: string | number } };

export type HeaderName = keyof typeof responseHeaders;
