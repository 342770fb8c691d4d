/**
 * A stand-in for WeChat Pay's APIv3: signs and checks signatures as the real one does, misbehaves
 * as it is told, and keeps the truth about every order in a book.
 */
@NullMarked
package io.tollgate.sandbox.wechat;

import org.jspecify.annotations.NullMarked;
