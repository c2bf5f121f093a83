// OpenSSL's digests: SHA-256 of every input file stands in summary.json.
#include <openssl/evp.h>
