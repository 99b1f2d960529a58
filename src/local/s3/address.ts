/** An address in the spelling of the account's listings; other writers have more than one for the same object. */
export const plainAddress = (uri: string): string => uri.replace(/^s3[an]:/, 's3:');

/** An address with one slash at its end, of one spelling. */
export const folderOf = (location: string): string => `${plainAddress(location).replace(/\/+$/, '')}/`;
