/** WeChat Pay, by its API version 3 for merchants of mainland China. */
@NullMarked
package io.tollgate.channels.wechat;

import org.jspecify.annotations.NullMarked;
