/** A time of a request: JSON protocols carry it as seconds since the epoch, whatever the SDK's types say. */
export const timestamp = (value: Date | number | undefined): Date | undefined =>
  typeof value === 'number' ? new Date(value * 1000) : value;
