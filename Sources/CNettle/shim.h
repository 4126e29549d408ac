#include <nettle/ripemd160.h>
#include <nettle/sha3.h>
