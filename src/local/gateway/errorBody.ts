import { cbor } from '@smithy/core/cbor';
import { XMLBuilder } from 'fast-xml-parser';
import type { AwsError } from '../errors';
import type { HttpResponse } from '../http';

/** How a service writes its errors. */
export type Wire = 'json' | 'rest-json' | 's3' | 'query' | 'cbor';

/** What each family of services calls the refusals of the gateway itself, by S3's code. */
const REFUSALS: Record<
  Exclude<Wire, 's3'>,
  Record<string, { code: string; message?: string; status?: number }>
> = {
  json: {
    InvalidAccessKeyId: {
      code: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
      status: 400,
    },
    InvalidToken: {
      code: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
      status: 400,
    },
    ExpiredToken: {
      code: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
      status: 400,
    },
    SignatureDoesNotMatch: {
      code: 'InvalidSignatureException',
      message:
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      status: 400,
    },
    RequestTimeTooSkewed: {
      code: 'InvalidSignatureException',
      message: 'Signature expired: the time of the request is too far from the current time.',
      status: 400,
    },
    MissingAuthenticationToken: {
      code: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
      status: 400,
    },
    AccessDenied: { code: 'AccessDeniedException', status: 400 },
    InternalError: { code: 'InternalServerException' },
  },
  'rest-json': {},
  cbor: {},
  query: {
    InvalidAccessKeyId: {
      code: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid.',
    },
    InvalidToken: {
      code: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid',
    },
    ExpiredToken: { code: 'ExpiredToken', message: 'The security token included in the request is expired' },
    RequestTimeTooSkewed: {
      code: 'SignatureDoesNotMatch',
      message: 'Signature expired: the time of the request is too far from the current time.',
    },
    MissingAuthenticationToken: {
      code: 'MissingAuthenticationToken',
      message: 'Request is missing Authentication Token',
    },
    AccessDeniedException: { code: 'AccessDenied', status: 403 },
    InternalError: { code: 'InternalFailure' },
  },
};
REFUSALS['rest-json'] = REFUSALS.json;
REFUSALS.cbor = REFUSALS.json;

const xml = new XMLBuilder({ suppressEmptyNode: false });

/**
 * An error in the shape of the service that was called. S3's words of a refusal are said in the service's own.
 * @param more members that all errors of the service carry
 */
export function errorResponse(
  error: AwsError,
  wire: Wire,
  requestId: string,
  more: Record<string, unknown> = {},
  resource = '',
): HttpResponse {
  const own = wire === 's3' ? undefined : REFUSALS[wire][error.code];
  const code = own?.code ?? error.code;
  const message = own?.message ?? error.message;
  const status = own?.status ?? error.status;
  switch (wire) {
    case 'json':
    case 'rest-json':
      return {
        status,
        headers: {
          'content-type': wire === 'json' ? 'application/x-amz-json-1.1' : 'application/json',
          'x-amzn-requestid': requestId,
          ...(wire === 'rest-json' ? { 'x-amzn-errortype': code } : {}),
        },
        body: JSON.stringify({ __type: code, message, Message: message, ...more, ...error.fields }),
      };
    case 'cbor':
      return {
        status,
        headers: {
          'content-type': 'application/cbor',
          'smithy-protocol': 'rpc-v2-cbor',
          'x-amzn-requestid': requestId,
        },
        body: cbor.serialize({ __type: code, message }),
      };
    case 's3':
      return {
        status,
        headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
        body: `<?xml version="1.0" encoding="UTF-8"?>\n${xml.build({ Error: { Code: code, Message: message, ...error.fields, ...(resource ? { Resource: resource } : {}), RequestId: requestId } })}`,
      };
    case 'query':
      return {
        status,
        headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
        body: xml.build({
          ErrorResponse: {
            Error: { Type: status >= 500 ? 'Receiver' : 'Sender', Code: code, Message: message },
            RequestId: requestId,
          },
        }),
      };
  }
}
